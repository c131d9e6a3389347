import { createStemmer } from '../stems.ts';
import { perForm } from '../tokens.ts';

const stem = createStemmer(new Map());

/** What is done between states or within one, by the words that tell of it; irregular forms beside the regular. */
const DOINGS = new Map(
  Object.entries({
    say: 'say said announce state declare claim report confirm deny warn tell told suggest describe believe',
    summon: 'summon expel recall protest sever grata expulsion',
    sanction: 'sanction ban bar blacklist freeze froze revoke restrict restriction prohibit designate',
    trade: 'tariff duty trade import export embargo price',
    deal: 'sign agree deal agreement treaty meet met meeting talk visit travel summit negotiate negotiation ceasefire cooperation partnership arrive pact discuss mediate mediator',
    hold: 'arrest detain sentence convict charge jail imprison extradite indict prosecute investigate court trial prison custody',
    free: 'release free pardon swap exchange',
    strike:
      'strike struck attack bomb bombing shell launch fire shoot shot kill injure hit destroy airstrike raid drone missile offensive damage wound invade invasion',
    send: 'deploy send sent provide deliver supply pledge donate aid support help assist train fund package purchase sell buy',
    blame: 'accuse blame condemn criticise criticize lawsuit suspect sue allege threaten threat',
    intrude: 'enter violate cross incursion violation intercept airspace scramble',
    vote: 'elect election vote resign appoint swear sworn parliament pass approve constitution referendum inaugurate candidate coalition party',
    close: 'close suspend halt shut block seize withdraw reject',
    spy: 'spy spies espionage intelligence hack hacker cyberattack',
    disaster: 'earthquake flood crash collapse capsize storm hurricane typhoon landslide wildfire explosion volcano',
    sport: 'defeat win won final champion cup tournament league match medal',
  }).flatMap(([doing, words]) => words.split(' ').map((word): [string, string] => [stem(word), doing])),
);

/** The kind of doing that a word tells of; empty for most words. */
export const doingOf = perForm(({ norm, kind }) => (kind === 'word' ? (DOINGS.get(stem(norm)) ?? '') : ''));
