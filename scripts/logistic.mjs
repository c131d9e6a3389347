// Logistic regression on sparse features, for the scripts that fit weights.

/**
 * Fits by Adagrad, the same each time.
 * @param {{id: string, features: number[], label: 0 | 1, weight?: number}[]} samples features by number; `id` of the
 *   article; `weight`: how many samples it counts for, a whole number, 1 if not given
 * @param {number} size how many features there are
 * @param {{support?: number, decay?: number, epochs?: number}} options a feature needs `support` articles; a weight loses
 *   `decay` of itself at each of its samples
 * @returns {{weights: Float64Array, bias: number}} log-odds
 */
export function fit(samples, size, { support = 5, decay = 0.03, epochs = 30 } = {}) {
  const seen = Array.from({ length: size }, () => new Set());
  for (const { id, features } of samples) for (const f of features) if (seen[f].size < support) seen[f].add(id);
  const order = samples.flatMap(({ features, label, weight = 1 }) =>
    Array(weight).fill({
      label,
      features: features.filter((f) => seen[f].size >= support),
    }),
  );
  const weights = new Float64Array(size);
  const squares = new Float64Array(size).fill(1e-6);
  let bias = 0;
  let biasSquares = 1e-6;
  let seed = 1;
  const random = () => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return seed / 4294967296;
  };
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    for (const { label, features } of order) {
      const error = label - 1 / (1 + Math.exp(-features.reduce((sum, f) => sum + weights[f], bias)));
      biasSquares += error * error;
      bias += (0.15 / Math.sqrt(biasSquares)) * error;
      for (const f of features) {
        const gradient = error - decay * weights[f];
        squares[f] += gradient * gradient;
        weights[f] += (0.15 / Math.sqrt(squares[f])) * gradient;
      }
    }
  }
  return { weights, bias };
}

/** Log-odds of a sample. */
export const score = ({ weights, bias }, features) => features.reduce((sum, f) => sum + (weights[f] ?? 0), bias);

/** Numbers for features by name. */
export function numbering() {
  const numbers = new Map();
  return {
    numbers,
    of(name) {
      if (!numbers.has(name)) numbers.set(name, numbers.size);
      return numbers.get(name);
    },
  };
}

/** A fold of five for an article's id, always the same. */
export const foldOf = (id) =>
  [...String(id)].reduce((sum, char) => (Math.imul(sum, 31) + char.charCodeAt(0)) >>> 0, 7) % 5;
