import { describe, expect, test } from 'vitest';
import { castingOf } from '../../src/classify/casting.ts';
import { createExaminer } from '../../src/classify/classifier.ts';
import { openGazetteer } from '../../src/classify/places/gazetteer.ts';
import { configDir } from '../../src/config/config-dir.ts';
import { readGazetteer } from '../../src/config/gazetteer.ts';
import { readRules } from '../../src/config/rules.ts';

const examine = createExaminer(readRules(configDir()), openGazetteer(readGazetteer()));
const casting = (text: string) => castingOf(examine({ title: '', text }).reading);

describe('who plays which part', () => {
  test('a charge differs by who lays it, in the active and in the passive', () => {
    const byRival = casting('Belarus accuses Poland of violating its airspace.');
    expect(byRival).toContain('rival:blame>protected');
    expect(byRival).toContain('airspace-violation:rival:domain');
    const againstRival = casting('Belarus is accused by Poland of violating its airspace.');
    expect(againstRival).toContain('protected:blame>rival');
    expect(againstRival).not.toContain('rival:blame>protected');
  });

  test('one whose other side is not named stands beside a question mark', () => {
    expect(casting('Norway expelled eleven people.')).toContain('protected:answer>?');
  });

  test('an act has its soil', () => {
    const told = casting('A rocket attack hit a US base near Erbil, Iraq.');
    expect(told).toContain('in:outsider:country');
    expect(told).toContain('in:territorial-strike:outsider');
    expect(casting('A drone fell into the Black Sea.')).toContain('in:sea:below');
  });

  test('what is told in passing, far from title, lead and acts, says nothing', () => {
    const lead = 'The harvest was good. Prices fell. Shops were full. Everybody was glad. ';
    expect(casting(`${lead}Russia criticised Estonia.`)).toEqual(new Set());
  });
});
