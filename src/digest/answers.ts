import { cueSentence } from './evidence.ts';
import type { AnswerGroup, DigestIncident, ToldIncident } from './types.ts';
import { ANSWERS, actorName, countryName, stateOfActor } from './words.ts';

/** How allies answered: one group a kind of answer, with the sentence that shows each. Empty groups are left out. */
export function answersOf(incidents: readonly ToldIncident[]): AnswerGroup[] {
  return Object.entries(ANSWERS).flatMap(([cue, name]) => {
    const answers = incidents
      .filter(({ incident }) => incident.cues.includes(cue))
      .map(({ card, incident, articles }) => ({
        who: responders(incident),
        title: card.title,
        quote: cueSentence(articles, cue),
        incidents: [card.number],
      }));
    return answers.length > 0
      ? [{ id: cue, name, answers, incidents: answers.flatMap((answer) => answer.incidents) }]
      : [];
  });
}

/** Who answers: the responders by role, else the states on whom the act falls. */
function responders({ actors, roles, affected }: DigestIncident): string[] {
  const byRole = actors.filter((actor) => roles[actor] === 'responder');
  const names = byRole.length > 0 ? byRole.map(actorName) : affected.map(countryName);
  return [...new Set(names.length > 0 ? names : actors.filter((actor) => !stateOfActor(actor)).map(actorName))];
}
