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

/**
 * Fits few features that nearly every sample has, by Newton's method.
 * @param {{features: number[], label: 0 | 1, weight: number}[]} samples each stands for `weight` of its kind
 * @param {{decay?: number[], prior?: number[]}} options of each weight: how strongly it is pulled (half the L2 penalty's
 *   factor), and to where; the bias comes last
 * @returns {{weights: number[], bias: number}} log-odds
 */
export function fitDense(samples, { decay, prior }) {
  const size = prior.length;
  const weights = Float64Array.from(prior);
  for (let step = 0; step < 12; step++) {
    const hessian = Array.from({ length: size }, () => new Float64Array(size));
    const gradient = new Float64Array(size);
    for (const { features, label, weight } of samples) {
      const x = [...features, 1];
      const p = 1 / (1 + Math.exp(-x.reduce((sum, value, i) => sum + value * weights[i], 0)));
      for (let i = 0; i < size; i++) {
        if (x[i] === 0) continue;
        gradient[i] += weight * (label - p) * x[i];
        for (let j = 0; j <= i; j++) hessian[i][j] += weight * p * (1 - p) * x[i] * x[j];
      }
    }
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < i; j++) hessian[j][i] = hessian[i][j];
      gradient[i] -= decay[i] * (weights[i] - prior[i]);
      hessian[i][i] += decay[i];
    }
    solve(hessian, gradient).forEach((change, i) => {
      weights[i] += change;
    });
  }
  return { weights: [...weights.slice(0, -1)], bias: weights[size - 1] };
}

/** Solves a system of linear equations by Gaussian elimination; changes what it is given. */
function solve(rows, values) {
  const size = values.length;
  for (let i = 0; i < size; i++) {
    for (let below = i + 1; below < size; below++) {
      const factor = rows[below][i] / rows[i][i];
      for (let j = i; j < size; j++) rows[below][j] -= factor * rows[i][j];
      values[below] -= factor * values[i];
    }
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let j = i + 1; j < size; j++) values[i] -= rows[i][j] * values[j];
    values[i] /= rows[i][i];
  }
  return values;
}

/**
 * Fits sparse features with a ridge penalty by Newton's method, its steps by conjugate gradients; the same each time.
 * @param {{features: string[], label: 0 | 1}[]} samples features by name
 * @param {{l2: number, least: number}} options penalty; how many samples a feature needs
 * @returns {{intercept: number, weights: Record<string, number>}} log-odds
 */
export function fitRidge(samples, { l2, least }) {
  const counts = new Map();
  for (const { features } of samples) for (const name of features) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts].flatMap(([name, n]) => (n >= least && n <= samples.length - least ? [name] : [])).sort();
  const index = new Map(names.map((name, i) => [name, i + 1]));
  const rows = samples.map(({ features }) => Int32Array.from([0, ...features.flatMap((f) => index.get(f) ?? [])]));
  const size = names.length + 1;
  const penalties = new Float64Array(size).fill(l2);
  penalties[0] = 1e-6;
  const w = new Float64Array(size);
  for (let round = 0; round < 20; round++) {
    const gradient = w.map((value, i) => -penalties[i] * value);
    const curvature = rows.map((x, k) => {
      let sum = 0;
      for (let j = 0; j < x.length; j++) sum += w[x[j]];
      const p = 1 / (1 + Math.exp(-sum));
      for (let j = 0; j < x.length; j++) gradient[x[j]] += samples[k].label - p;
      return Math.max(p * (1 - p), 1e-6);
    });
    const step = conjugateGradients(gradient, (vector) => {
      const product = vector.map((value, i) => penalties[i] * value);
      rows.forEach((x, k) => {
        let along = 0;
        for (let j = 0; j < x.length; j++) along += vector[x[j]];
        along *= curvature[k];
        for (let j = 0; j < x.length; j++) product[x[j]] += along;
      });
      return product;
    });
    for (let i = 0; i < size; i++) w[i] += step[i];
    if (step.every((value) => Math.abs(value) < 1e-3)) break;
  }
  return { intercept: w[0], weights: Object.fromEntries(names.map((name, i) => [name, w[i + 1]])) };
}

/** Solves `times(step) = goal`, nearly enough for a step of Newton's. */
function conjugateGradients(goal, times) {
  const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);
  const step = new Float64Array(goal.length);
  const rest = goal.slice();
  let direction = rest.slice();
  let left = dot(rest, rest);
  for (let turn = 0, enough = left * 1e-8; turn < 100 && left > enough; turn++) {
    const product = times(direction);
    const length = left / dot(direction, product);
    for (let i = 0; i < goal.length; i++) {
      step[i] += length * direction[i];
      rest[i] -= length * product[i];
    }
    const now = dot(rest, rest);
    direction = direction.map((value, i) => rest[i] + (now / left) * value);
    left = now;
  }
  return step;
}
