import { join, relative } from 'node:path';
import { createClassifier } from '../classify/classifier.ts';
import { openGazetteer } from '../classify/places/gazetteer.ts';
import { checkRules } from '../classify/rule-tests.ts';
import type { Classification, Evidence } from '../classify/types.ts';
import { configDir } from '../config/config-dir.ts';
import { readFeeds } from '../config/feeds.ts';
import { readGazetteer } from '../config/gazetteer.ts';
import { jsonSchemas } from '../config/rules/json-schema.ts';
import { readRules } from '../config/rules.ts';
import { readSiteRules } from '../config/sites.ts';
import { checkSiteRules } from '../ingest/article/check-site-rules.ts';

/** `subthreshold rules check`: reads all lists and runs every rule's own tests, those of sites.yaml included; exit code 1 when one fails, 2 when the set is invalid. */
export function checkCommand({ json }: { json?: boolean }): void {
  const rules = readRules(configDir());
  readFeeds(join(configDir(), 'feeds.yaml'));
  const sites = checkSiteRules(readSiteRules(configDir()));
  const check = checkRules(rules, openGazetteer(readGazetteer()), () => performance.now());
  const failed = check.results.filter(({ passed }) => !passed);
  if (failed.length > 0 || sites.length > 0) process.exitCode = 1;
  if (json) {
    console.log(JSON.stringify({ hash: rules.hash, ...check, failed: failed.length, sites }));
    return;
  }
  const at = ({ file, line }: { file: string; line?: number | undefined }) =>
    `${relative(process.cwd(), file)}${line ? `:${line}` : ''}`;
  for (const result of failed)
    console.log(
      `${at(result)}: ${result.rule}: ${result.kind === 'match' ? 'does not match' : 'matches'} "${result.text}"`,
    );
  for (const { host, test, field, expected, got } of sites)
    console.log(
      `sites.yaml: ${host}, test ${test}: ${field} is ${JSON.stringify(got)}, not ${JSON.stringify(expected)}`,
    );
  for (const rule of check.neverMatching) console.log(`${at(rule)}: ${rule.rule}: matches no test of the whole set`);
  for (const rule of check.slow)
    console.log(`${at(rule)}: ${rule.rule}: slow (${rule.microseconds} µs for 1000 words)`);
  const todo = check.results.filter(({ kind, held }) => kind === 'todo' && !held);
  for (const { rule, text, ...source } of todo) console.log(`${at(source)}: ${rule}: known miss: "${text}"`);
  const mended = check.results.filter(({ kind, held }) => kind === 'todo' && held);
  for (const { rule, text, ...source } of mended) console.log(`${at(source)}: ${rule}: no longer a miss: "${text}"`);
  console.log(
    `${check.rules} rules, ${check.results.length} tests, ${failed.length} failed, ${todo.length} known misses (rule set ${rules.hash})`,
  );
}

/** `subthreshold rules schema`: JSON Schemas of the rule files, for editors. */
export function schemaCommand(): void {
  console.log(JSON.stringify(jsonSchemas(), undefined, 2));
}

/** What `rules explain` explains: a text given, or the article at a URL. */
export interface ExplainOptions {
  title?: string;
  published?: string;
  json?: boolean;
  /** fetches and extracts an article; given by the caller, which may reach the network */
  article?: { title: string | null; text: string; published: string | null } | undefined;
}

/** `subthreshold rules explain TEXT`: what matched, which gates spoke, and why the flag is what it is. */
export function explainCommand(text: string, { title = '', published, json, article }: ExplainOptions): void {
  const classifier = createClassifier(readRules(configDir()), openGazetteer(readGazetteer()));
  const input = {
    text: article?.text ?? text,
    title: article?.title ?? title,
    published: article?.published ?? published,
  };
  const result = classifier.classify(input);
  console.log(json ? JSON.stringify(result) : explanation(result, input.title, input.text));
}

/** A classification told for a person. */
export function explanation(result: Classification, title: string, text: string): string {
  const quote = ({ start, end, in: where }: Evidence) => {
    const words = (where === 'title' ? title : text).slice(start, end).replace(/\s+/g, ' ');
    return `"${words.length > 120 ? `${words.slice(0, 117)}…` : words}"`;
  };
  const lines = [result.why, ''];
  const section = (heading: string, kind: Evidence['kind'], of: readonly string[]) => {
    if (of.length === 0) return;
    lines.push(heading);
    for (const tag of of) {
      const evidence = result.evidence.filter((e) => e.kind === kind && (e.tag ?? e.rule) === tag);
      const words = [...new Set(evidence.map((e) => `${quote(e)} (${e.rule})`))].slice(0, 3);
      const role = kind === 'actor' ? ` [${result.roles[tag]}]` : '';
      lines.push(`  ${tag}${role}${words.length > 0 ? `: ${words.join(', ')}` : ''}`);
    }
  };
  section('Patterns', 'pattern', result.patterns);
  section('Threats', 'threat', result.threats);
  section('Cues', 'cue', result.cues);
  section('Actors', 'actor', result.actors);
  section('Places', 'location', result.locations);
  section('Gates', 'gate', [
    ...new Set(result.evidence.filter(({ kind }) => kind === 'gate').map(({ tag, rule }) => tag ?? rule)),
  ]);
  if (result.acts.length > 0) {
    lines.push('What happened');
    for (const { threat, status, target, place } of result.acts)
      lines.push(`  ${threat}, ${status}${target ? `, on ${target}` : ''}${place ? `, at ${place}` : ''}`);
  }
  if (result.attributions.length > 0) {
    lines.push('Who is said to have done it');
    for (const { actor, confidence, source, basis } of result.attributions)
      lines.push(`  ${actor}, ${confidence} (${source}): "${basis}"`);
  }
  lines.push(
    `Flag ${result.flag}, score ${result.score.toFixed(2)}${result.affected.length > 0 ? `, affected ${result.affected.join(', ')}` : ''}`,
  );
  return lines.join('\n');
}
