/** A rule's condition, parsed: which of its selections must be found. */
export type Condition =
  | { kind: 'name'; name: string }
  | { kind: 'not'; of: Condition }
  | { kind: 'and' | 'or'; of: readonly Condition[] };

/**
 * Parses `craft and (entry or permission) and not drill`.
 * @param names the selections that it may name
 * @throws SyntaxError that says what is wrong, in words for the author of the rule
 */
export function parseCondition(source: string, names: readonly string[]): Condition {
  const tokens = source.match(/\(|\)|[^\s()]+/g) ?? [];
  let at = 0;

  const either = (): Condition => {
    const of = [both()];
    while (tokens[at] === 'or') {
      at++;
      of.push(both());
    }
    return of.length === 1 ? (of[0] as Condition) : { kind: 'or', of };
  };
  const both = (): Condition => {
    const of = [one()];
    while (tokens[at] === 'and') {
      at++;
      of.push(one());
    }
    return of.length === 1 ? (of[0] as Condition) : { kind: 'and', of };
  };
  const one = (): Condition => {
    const token = tokens[at++];
    if (token === undefined) throw new SyntaxError(`"${source}" ends where a selection is expected`);
    if (token === 'not') return { kind: 'not', of: one() };
    if (token === '(') {
      if (at > 60) throw new SyntaxError('is too long');
      const inner = either();
      if (tokens[at++] !== ')') throw new SyntaxError(`"${source}" lacks a closing bracket`);
      return inner;
    }
    if (token === ')' || token === 'and' || token === 'or')
      throw new SyntaxError(`"${token}" stands where a selection is expected`);
    if (!names.includes(token)) throw new SyntaxError(`"${token}" is no selection of this rule: ${names.join(', ')}`);
    return { kind: 'name', name: token };
  };

  const condition = either();
  if (at < tokens.length) throw new SyntaxError(`"${tokens[at]}" stands where "and" or "or" is expected`);
  return condition;
}

/** Whether the condition holds, `found` telling which selections were found. */
export function holds(condition: Condition, found: (name: string) => boolean): boolean {
  switch (condition.kind) {
    case 'name':
      return found(condition.name);
    case 'not':
      return !holds(condition.of, found);
    case 'and':
      for (const part of condition.of) if (!holds(part, found)) return false;
      return true;
    case 'or':
      for (const part of condition.of) if (holds(part, found)) return true;
      return false;
  }
}

/** The selections without which the condition cannot hold. */
export function requiredBy(condition: Condition): string[] {
  if (condition.kind === 'name') return [condition.name];
  return condition.kind === 'and' ? condition.of.flatMap(requiredBy) : [];
}
