import { isDeepStrictEqual } from 'node:util';
import { isMap, isPair, isScalar, isSeq, type Node, parseDocument, type YAMLMap } from 'yaml';

/** A sentence that is to be a test of a rule. */
export interface NewTest {
  rule: string;
  kind: 'match' | 'no-match' | 'todo';
  text: string;
}

interface Tested {
  id?: string;
  tests?: Partial<Record<NewTest['kind'], string[]>>;
}

/**
 * Adds a test to a rule of a rule file, and leaves every other character of the file as it is.
 * @param source the text of `lexicon/threats.yaml` or its like, or of a pattern
 * @returns the new text, and the line (1-based) of the test
 * @throws Error when the file holds no rule with this id, or is written in a way that leaves no place for a test
 */
export function addTest(source: string, { rule, kind, text }: NewTest): { source: string; line: number } {
  const document = parseDocument(source);
  const before = document.toJS() as Tested & { rules?: Tested[] };
  const index = before?.rules?.findIndex(({ id }) => id === rule);
  const path = before?.id === rule ? [] : ['rules', index ?? -1];
  const node = document.getIn(path, true);
  if (index === -1 || !isMap(node)) throw new Error(`there is no rule "${rule}" in this file`);

  const held = (path.length === 0 ? before : before.rules?.[index ?? -1]) as Tested;
  if (held.tests?.[kind]?.includes(text)) return { source, line: lineAt(source, node.range?.[0] ?? 0) };
  const { at, what } = placeFor(source, node, kind, JSON.stringify(text));
  const changed = source.slice(0, at) + what + source.slice(at);
  held.tests = { ...held.tests, [kind]: [...(held.tests?.[kind] ?? []), text] };
  if (!isDeepStrictEqual(parseDocument(changed).toJS(), before))
    throw new Error(`the tests of "${rule}" are written in a way that leaves no place for another`);
  return { source: changed, line: lineAt(changed, at + what.length) };
}

/** Where a test goes, and what is to be written there. */
function placeFor(source: string, rule: YAMLMap, kind: NewTest['kind'], quoted: string): { at: number; what: string } {
  const tests = rule.get('tests', true);
  const list = isMap(tests) ? tests.get(kind, true) : undefined;
  if (isSeq(list) && !list.flow && list.items.length > 0)
    return { at: endOfLine(source, endOf(list)), what: `\n${indentOf(source, list)}- ${quoted}` };
  if (isSeq(list)) return { at: endOf(list) - 1, what: list.items.length > 0 ? `, ${quoted}` : quoted };
  if (isMap(tests) && tests.flow)
    return { at: endOf(tests) - 1, what: `${tests.items.length > 0 ? ', ' : ''}${kind}: [${quoted}]` };
  if (isMap(tests) && tests.items.length > 0) {
    const indent = indentOf(source, tests);
    return { at: endOfLine(source, endOf(tests)), what: `\n${indent}${kind}:\n${indent}  - ${quoted}` };
  }
  const indent = indentOf(source, rule);
  return {
    at: endOfLine(source, endOf(rule)),
    what: `\n${indent}tests:\n${indent}  ${kind}:\n${indent}    - ${quoted}`,
  };
}

/** Where the last character of a node's own text ends, without the blank lines and remarks that follow it. */
function endOf(node: Node): number {
  if ((isMap(node) || isSeq(node)) && !node.flow) {
    const last: unknown = node.items.at(-1);
    const inner = isPair(last) ? (last.value ?? last.key) : last;
    if (isMap(inner) || isSeq(inner) || isScalar(inner)) return endOf(inner);
  }
  return node.range?.[1] ?? 0;
}

/** A block scalar's text ends with its line break; what follows it begins after that line. */
function endOfLine(source: string, at: number): number {
  if (source[at - 1] === '\n') return at - 1;
  const end = source.indexOf('\n', at);
  return end === -1 ? source.length : end;
}

/** Spaces up to the column in which a block collection begins. */
function indentOf(source: string, node: Node): string {
  const start = node.range?.[0] ?? 0;
  return ' '.repeat(start - (source.lastIndexOf('\n', start - 1) + 1));
}

const lineAt = (source: string, at: number) => source.slice(0, at).split('\n').length;
