/** Territories with a code of their own, and the state in which they are places. ISO 3166-1. */
const TERRITORIES = new Map(
  (
    'AS:US AX:FI BL:FR BM:GB FO:DK GF:FR GG:GB GI:GB GL:DK GP:FR GU:US IM:GB IO:GB JE:GB KY:GB MP:US MQ:FR NC:FR ' +
    'PF:FR PR:US RE:FR SJ:NO TC:GB VG:GB VI:US YT:FR'
  )
    .split(' ')
    .map((entry) => entry.split(':') as [string, string]),
);
/** Told of as parties of their own, and as places too. */
const REGIONS = new Set(['HK', 'MO', 'EH']);

/** ISO alpha-2 of the state that a country or territory belongs to. */
export const sovereignOf = (code: string): string => TERRITORIES.get(code) ?? code;

/** Is a country of the gazetteer a place below the states: Greenland, Guam, Hong Kong? */
export const isTerritory = (code: string): boolean => TERRITORIES.has(code) || REGIONS.has(code);
