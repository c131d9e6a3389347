import type { Classification, Flag } from '../classify/types.ts';

/** A labelled item, as the codebook has it. */
export interface GoldItem {
  id: string | number;
  title: string;
  text: string;
  published?: string | undefined;
  labels: {
    flag: Flag;
    threats: string[];
    actors: string[];
    locations: string[];
    affected: string[];
    cues: string[];
    /** `sabotage happened`: each of the threats, and how far it got */
    acts?: string[];
    /** `RUS blamed official`: who is said to be behind an act, how surely, and who says so */
    attributions?: string[];
  };
}

/** Precision, recall and F1 (0..1), and how many labels there are. */
export interface Measure {
  precision: number;
  recall: number;
  f1: number;
  n: number;
}

/** A bin of the reliability table: of `n` items scored `said` on average, the share `were` was `below`. */
export interface ReliabilityBin {
  from: number;
  to: number;
  n: number;
  said: number;
  were: number;
}

/** What `subthreshold eval` finds. */
export interface EvaluationReport {
  rules: string;
  items: number;
  below: Measure;
  accuracy: number;
  averagePrecision: number;
  fields: Record<string, Measure>;
  /** field -> label -> measure */
  labels: Record<string, Record<string, Measure>>;
  reliability: ReliabilityBin[];
  /** wanted flag -> given flag -> count */
  confusion: Record<string, Record<string, number>>;
  worst: { id: string | number; wanted: Flag; given: Flag; score: number; title: string; why: string }[];
  baseline: Record<string, { below: Measure; averagePrecision: number }>;
}

/** A place's name, so that spellings of it compare. */
export const plain = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/^the /, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
/** Whether a location is a state (ISO alpha-2), and not the name of a place below. */
export const isCode = (name: string): boolean => /^[A-Z]{2}$/.test(name);

type Tags = Omit<GoldItem['labels'], 'flag'>;

const tagsOf = ({ acts, attributions, ...tags }: Classification): Tags => ({
  ...tags,
  acts: acts.map(({ threat, status }) => `${threat} ${status}`),
  attributions: attributions.map(({ actor, confidence, source }) => `${actor} ${confidence} ${source}`),
});

/** An actor's id, so that spellings of it compare. */
export const plainId = (id: string): string => id.toLowerCase().replace(/[^a-z0-9]/g, '');
/** The actor of `RUS blamed official`, and the rest. */
const parted = (attribution: string) => [attribution.split(' ', 1).join(''), attribution.replace(/^\S+ /, '')] as const;

/**
 * The fields that are compared, and how their labels are made comparable (as the codebook compares them). Undefined where
 * an item is not labelled in that respect.
 */
const FIELDS: Record<string, (tags: Tags) => string[] | undefined> = {
  threats: ({ threats }) => threats,
  actors: ({ actors }) => actors.map(plainId),
  countries: ({ locations }) => locations.filter(isCode),
  places: ({ locations }) => locations.filter((name) => !isCode(name)).map(plain),
  affected: ({ affected }) => affected,
  cues: ({ cues }) => cues,
  acts: ({ acts }) => acts,
  authors: ({ attributions }) =>
    attributions?.map(parted).flatMap(([actor, said]) => (said.startsWith('denied') ? [] : [plainId(actor)])),
  attributions: ({ attributions }) => attributions?.map(parted).map(([actor, said]) => `${plainId(actor)} ${said}`),
};

/** Compares classifications with labels. `worst`: how many of the worst misses to tell. */
export function evaluate(
  gold: readonly GoldItem[],
  given: readonly Classification[],
  worst: number,
): Omit<EvaluationReport, 'rules' | 'baseline'> {
  const confusion: Record<string, Record<string, number>> = {};
  gold.forEach(({ labels }, i) => {
    const flag = (given[i] as Classification).flag;
    const row = confusion[labels.flag] ?? {};
    confusion[labels.flag] = row;
    row[flag] = (row[flag] ?? 0) + 1;
  });
  const labelled = Object.entries(FIELDS).filter(([, of]) => gold.some(({ labels }) => of(labels)));
  const counts = labelled.map(([field, of]) => {
    const byLabel = new Map<string, { hits: number; extra: number; missed: number }>();
    const at = (label: string) => {
      let count = byLabel.get(label);
      if (!count) {
        count = { hits: 0, extra: 0, missed: 0 };
        byLabel.set(label, count);
      }
      return count;
    };
    gold.forEach(({ labels }, i) => {
      const wanted = of(labels);
      if (!wanted) return;
      const want = new Set(wanted);
      const got = new Set(of(tagsOf(given[i] as Classification)));
      for (const label of got) want.has(label) ? at(label).hits++ : at(label).extra++;
      for (const label of want) if (!got.has(label)) at(label).missed++;
    });
    return [field, byLabel] as const;
  });
  const scored = gold.map(({ labels }, i) => ({
    below: labels.flag === 'below',
    score: (given[i] as Classification).score,
  }));
  return {
    items: gold.length,
    below: measure(
      gold.filter(({ labels }, i) => labels.flag === 'below' && given[i]?.flag === 'below').length,
      gold.filter(({ labels }, i) => labels.flag !== 'below' && given[i]?.flag === 'below').length,
      gold.filter(({ labels }, i) => labels.flag === 'below' && given[i]?.flag !== 'below').length,
    ),
    accuracy: gold.filter(({ labels }, i) => labels.flag === given[i]?.flag).length / Math.max(1, gold.length),
    averagePrecision: averagePrecision(scored),
    fields: Object.fromEntries(counts.map(([field, byLabel]) => [field, total([...byLabel.values()])])),
    labels: Object.fromEntries(
      counts
        .filter(([field]) => field === 'threats' || field === 'cues')
        .map(([field, byLabel]) => [
          field,
          Object.fromEntries(
            [...byLabel]
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([label, { hits, extra, missed }]) => [label, measure(hits, extra, missed)]),
          ),
        ]),
    ),
    reliability: reliability(scored),
    confusion,
    worst: gold
      .map(({ id, labels, title, text }, i) => ({
        id,
        labels,
        title: title || text,
        given: given[i] as Classification,
      }))
      .filter(({ labels, given: { flag } }) => labels.flag !== flag)
      .sort((a, b) => surprise(b.labels.flag, b.given.score) - surprise(a.labels.flag, a.given.score))
      .slice(0, worst)
      .map(({ id, labels, title, given: { flag, score, why } }) => ({
        id,
        wanted: labels.flag,
        given: flag,
        score,
        title: title.slice(0, 100),
        why,
      })),
  };
}

const surprise = (wanted: Flag, score: number) => (wanted === 'below' ? 1 - score : score);

const total = (counts: readonly { hits: number; extra: number; missed: number }[]) =>
  measure(
    counts.reduce((sum, { hits }) => sum + hits, 0),
    counts.reduce((sum, { extra }) => sum + extra, 0),
    counts.reduce((sum, { missed }) => sum + missed, 0),
  );

function measure(hits: number, extra: number, missed: number): Measure {
  const precision = hits + extra > 0 ? hits / (hits + extra) : 1;
  const recall = hits + missed > 0 ? hits / (hits + missed) : 1;
  return {
    precision,
    recall,
    f1: precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0,
    n: hits + missed,
  };
}

/** Mean of the precision at each `below` item, ranked by score. */
function averagePrecision(scored: readonly { below: boolean; score: number }[]): number {
  let hits = 0;
  let sum = 0;
  scored
    .toSorted((a, b) => b.score - a.score)
    .forEach(({ below }, i) => {
      if (below) sum += ++hits / (i + 1);
    });
  return hits > 0 ? sum / hits : 1;
}

/** Of each fifth of the scores how often they come true. */
export function reliability(scored: readonly { below: boolean; score: number }[]): ReliabilityBin[] {
  return Array.from({ length: 5 }, (_, bin) => {
    const here = scored.filter(({ score }) => Math.min(4, Math.floor(score * 5)) === bin);
    const mean = (of: (item: { below: boolean; score: number }) => number) =>
      here.length > 0 ? here.reduce((sum, item) => sum + of(item), 0) / here.length : 0;
    return {
      from: bin / 5,
      to: (bin + 1) / 5,
      n: here.length,
      said: mean((i) => i.score),
      were: mean((i) => Number(i.below)),
    };
  });
}

/** F1 and average precision of scores that say `below` from a threshold on. */
export function evaluateScores(
  scored: readonly { below: boolean; score: number }[],
  threshold = 0.5,
): EvaluationReport['baseline'][string] {
  return {
    below: measure(
      scored.filter(({ below, score }) => below && score >= threshold).length,
      scored.filter(({ below, score }) => !below && score >= threshold).length,
      scored.filter(({ below, score }) => below && score < threshold).length,
    ),
    averagePrecision: averagePrecision(scored),
  };
}
