import { cueSentence } from './evidence.ts';
import type { AnswerGroup, DigestIncident, ToldIncident } from './types.ts';
import { ANSWERS, actorName, countryName, stateOfActor } from './words.ts';

/** A step taken alone that is taken back is none: a border opened again, a ban lifted. */
const UNDONE =
  /\b(?:re-?open(?:s|ed|ing)?|resum(?:es|ed|ing)|(?:lift(?:s|ed|ing)?|eas(?:es|ed|ing)|end(?:s|ed|ing)?) (?:\w+ ){0,4}?(?:ban|closures?|curbs?|restrictions?|emergency|suspension))\b/i;

/** How allies answered: one group a kind of answer, with the sentence that shows each. Empty groups are left out. */
export function answersOf(incidents: readonly ToldIncident[]): AnswerGroup[] {
  return Object.entries(ANSWERS).flatMap(([cue, name]) => {
    const answers = incidents
      .filter(({ incident }) => incident.cues.includes(cue))
      .flatMap(({ card, incident, articles }) => {
        const shown = cueSentence(articles, cue);
        if (cue === 'unilateral' && shown && UNDONE.test(shown.quote.text)) return [];
        if (shown && accusedOf(incident).some((actor) => opensWith(shown.quote.text, actorName(actor)))) return [];
        const who = responders(incident, shown?.quote.text ?? '', shown?.actors ?? []);
        return [{ who, title: card.title, quote: shown?.quote ?? null, incidents: [card.number] }];
      });
    return answers.length > 0
      ? [{ id: cue, name, answers, incidents: answers.flatMap((answer) => answer.incidents) }]
      : [];
  });
}

/** "Russia orders a consulate to be closed" tells what the accused does, not how allies answer. */
const accusedOf = ({ actors, roles }: DigestIncident): string[] =>
  actors.filter((actor) => roles[actor] === 'suspect' || roles[actor] === 'perpetrator');

const opensWith = (sentence: string, name: string): boolean =>
  sentence.toLowerCase().startsWith(`${name.toLowerCase()} `);

/**
 * Who answers: whoever the sentence that shows the answer begins with; else the states on whom the act falls, the
 * responders by role before the others, and of these the ones who act in the sentence, where it names any. A state that is
 * only named beside them has not answered. `acting`: actor ids.
 */
function responders({ actors, roles, affected }: DigestIncident, told: string, acting: readonly string[]): string[] {
  const subject = acting.map(actorName).find((name) => opensWith(told, name));
  if (subject) return [subject];
  const fallen = affected.map(countryName);
  const byRole = actors
    .filter((actor) => roles[actor] === 'responder')
    .map(actorName)
    .filter((name) => fallen.length === 0 || fallen.includes(name));
  const named = new Set(acting.map(actorName));
  for (const names of [byRole, fallen]) {
    const acted = names.filter((name) => named.has(name));
    if (acted.length > 0) return [...new Set(acted)];
  }
  const names = byRole.length > 0 ? byRole : fallen;
  return [...new Set(names.length > 0 ? names : actors.filter((actor) => !stateOfActor(actor)).map(actorName))];
}
