#!/usr/bin/env node
import { Command, Option } from 'commander';
import { ConfigError } from '../config/read-yaml.ts';
import { ROLES } from '../config/roles.ts';
import { version } from '../config/version.ts';
import { inWords } from './in-words.ts';

const program = new Command('subthreshold')
  .description('Watches the news for hostile acts that stay below the threshold of collective defence.')
  .version(version, '-V, --version', 'print the version')
  .showSuggestionAfterError()
  .showHelpAfterError('(subthreshold --help lists the commands)');

// Each command loads its own code, so that `parse-feed` does not wait for a database driver.
program
  .command('start')
  .description('run everything: feeds, workers, schedules and the desk, until Ctrl-C')
  .action(async () => (await import('./start.ts')).startCommand());
program
  .command('worker')
  .description('only work on the queues; any number of such processes share a PostgreSQL database')
  .option('--queues <names>', 'on these queues only, comma-separated: poll, read, digest, deliver, routine')
  .option('--probes <port>', 'answer /healthz, /readyz and /metrics there')
  .action(async (options) => (await import('./start.ts')).workerCommand(options));
program
  .command('web')
  .description('only serve the desk and its API, on a PostgreSQL database')
  .action(async () => (await import('./start.ts')).webCommand());
program
  .command('scheduler')
  .description('only keep the schedules, on a PostgreSQL database')
  .option('--probes <port>', 'answer /healthz, /readyz and /metrics there')
  .action(async (options) => (await import('./start.ts')).schedulerCommand(options));
program
  .command('demo')
  .description('run the whole pipeline over the bundled feeds of invented outlets, and show what it flags')
  .option('--serve', 'stay up afterwards, with the desk')
  .action(async (options) => (await import('./demo.ts')).demoCommand(options));
program
  .command('fetch [feeds...]')
  .description('poll feeds (all, or those named by id) now and read what they bring')
  .action(async (feeds: string[]) => (await import('./fetch.ts')).fetchCommand(feeds));

program
  .command('add <url>')
  .description('hand in one article by its address, and see what is made of it')
  .option('--json', 'as JSON')
  .action(async (url: string, options) => (await import('./add.ts')).addCommand(url, options));

const feeds = program.command('feeds').description('keep the feed list');
feeds
  .command('list', { isDefault: true })
  .description('the feeds and how they are doing')
  .option('--json', 'as JSON')
  .action(async (options) => (await import('./feeds.ts')).listCommand(options));
for (const [name, description] of [
  ['add <url>', "put a feed on the list; a site's address will do, its feed is found"],
  ['set <id>', 'change what is said of a feed'],
] as const) {
  const command = feeds
    .command(name)
    .description(description)
    .option('--title <title>')
    .option('--language <code>', 'ISO 639-1: en, ro')
    .option('--topics <topics>', 'comma-separated')
    .option('--reliability <letter>', 'A to F, by the Admiralty code')
    .option('--interval <time>', 'between two polls: 15 min, 2 h');
  if (name === 'add <url>')
    command
      .option('--id <id>', 'its name in commands; made of the title when left out')
      .action(async (url, options) => (await import('./feeds.ts')).addCommand(url, options));
  else
    command
      .option('--url <url>', 'its address')
      .action(async (id, options) => (await import('./feeds.ts')).setCommand(id, options));
}
feeds
  .command('remove <ids...>')
  .description('take feeds off the list; what they brought stays')
  .action(async (ids) => (await import('./feeds.ts')).removeCommand(ids));
for (const name of ['enable', 'disable'])
  feeds
    .command(`${name} <ids...>`)
    .description(`switch feeds ${name === 'enable' ? 'on' : 'off'}`)
    .action(async (ids) => (await import('./feeds.ts')).enableCommand(ids, name === 'enable'));
feeds
  .command('test <feed>')
  .description('what a feed (by id or address) would bring, and what is wrong with it; keeps nothing')
  .option('--json', 'as JSON')
  .action(async (feed, options) => (await import('./feeds.ts')).testCommand(feed, options));
feeds
  .command('import [file]')
  .description('add the feeds of an OPML list')
  .action(async (file) => (await import('./feeds.ts')).importCommand(file));
feeds
  .command('export [file]')
  .description('the list as feeds.yaml; into a file whose name ends in .opml, as OPML 2.0')
  .option('--opml', 'as OPML 2.0')
  .action(async (file, options) => (await import('./feeds.ts')).exportCommand(file, options));
feeds
  .command('apply')
  .description('show how feeds.yaml differs from the list')
  .option('--yes', 'and make the list that of feeds.yaml')
  .option('--json', 'as JSON')
  .action(async (options) => (await import('./feeds.ts')).applyCommand(options));

const queue = program.command('queue').description('work through the queue of flagged incidents');
queue
  .command('list', { isDefault: true })
  .description('flagged incidents by priority')
  .option(
    '--state <states>',
    'of these states of review, comma-separated: new, in-review, confirmed, dismissed, escalated',
  )
  .option('--limit <n>', 'at most so many', '50')
  .option('--json', 'as JSON')
  .action(async (options) => (await import('./queue.ts')).listCommand(options));
queue
  .command('show <id>')
  .description('an incident with its articles, evidence and decisions')
  .option('--json', 'as JSON')
  .action(async (id, options) => (await import('./queue.ts')).showCommand(id, options));
for (const [decision, description] of [
  ['confirm', 'this is a below-threshold act'],
  ['dismiss', 'this is none'],
  ['escalate', 'somebody else must see this'],
  ['note', 'keep a note, decide nothing'],
] as const) {
  const command = queue
    .command(`${decision} <id>`)
    .description(description)
    .option('--note <text>', 'what to remember');
  if (decision === 'dismiss')
    command.requiredOption(
      '--reason <reason>',
      'not-hostile, no-pact, above-threshold, old-news, duplicate, wrong-tags or other',
    );
  command.action(async (id, options) => (await import('./queue.ts')).decideCommand(decision, id, options));
}

program
  .command('dead-letters')
  .description('items that could not be read, with the reason')
  .option('--retry [key]', 'read them (all, or this one) again')
  .option('--json', 'as JSON')
  .action(async (options) => (await import('./dead-letters.ts')).deadLettersCommand(options));

program
  .command('reclassify')
  .description('run stored articles through the present rules and show what changes')
  .option('--days <n>', 'articles of the last days', '7')
  .option('--apply', 'keep the result')
  .option('--json', 'as JSON')
  .action(async (options) => (await import('./reclassify.ts')).reclassifyCommand(options));

program
  .command('digest')
  .description("make a day's or week's digest and print it")
  .option('--date <day>', 'YYYY-MM-DD; yesterday when left out, for a week any of its days, last week when left out')
  .option('--week', 'of the week, Monday to Sunday')
  .option('--format <format>', 'html, md, json or text', 'md')
  .action(async (options) => (await import('./digest.ts')).digestCommand(options));

program
  .command('export <format>')
  .description('flagged incidents for other tools: stix, misp, csv, jsonl or geojson')
  .option('--since <day>', 'first seen on this day (YYYY-MM-DD) or later')
  .option('--until <day>', 'first seen on this day or before')
  .option('--out <file>', 'to this file; for misp also a folder, which becomes a static feed')
  .action(async (format, options) => (await import('./export.ts')).exportCommand(format, options));
program
  .command('deliveries')
  .description('digests and alerts by subscriber, and whether they have been delivered')
  .option('--limit <n>', 'at most so many', '50')
  .option('--retry <key>', 'try a failed one again')
  .option('--json', 'as JSON')
  .action(async (options) => (await import('./deliveries.ts')).deliveriesCommand(options));
program
  .command('import <file>')
  .description('take over past incidents with their sources, from CSV or JSON Lines')
  .addOption(new Option('--format <format>', "by the file's name when left out").choices(['csv', 'jsonl']))
  .action(async (file, options) => (await import('./import.ts')).importCommand(file, options));

const users = program.command('users').description('keep the accounts of the desk');
users
  .command('list', { isDefault: true })
  .description('who may use the desk')
  .option('--json', 'as JSON')
  .action(async (options) => (await import('./users.ts')).listCommand(options));
users
  .command('add <name>')
  .description('add a user, and print a link by which they choose a password')
  .addOption(new Option('--role <role>', 'what they may do').choices(ROLES).default('viewer'))
  .action(async (name, options) => (await import('./users.ts')).addCommand(name, options));
users
  .command('reset <name>')
  .description('print a link by which a user chooses a new password')
  .action(async (name) => (await import('./users.ts')).resetCommand(name));
users
  .command('role <name> <role>')
  .description(`change what a user may do: ${ROLES.join(', ')}`)
  .action(async (name, role) => (await import('./users.ts')).changeCommand(name, { role }));
for (const name of ['enable', 'disable'])
  users
    .command(`${name} <name>`)
    .description(name === 'enable' ? 'let a user log in again' : 'log a user out, and let them in no more')
    .action(async (user) => (await import('./users.ts')).changeCommand(user, { enabled: name === 'enable' }));

program
  .command('doctor')
  .description('look at settings, store, queues, feeds and digests, and say what to do')
  .option('--json', 'as JSON')
  .action(async (options) => (await import('./doctor.ts')).doctorCommand(options));
program
  .command('migrate')
  .description("bring the store's schema up to date")
  .action(async () => (await import('./backup.ts')).migrateCommand());
program
  .command('backup <file>')
  .description('write everything that the store holds to a file')
  .action(async (file: string) => (await import('./backup.ts')).backupCommand(file));
program
  .command('restore <file>')
  .description('put a backup into an empty store, embedded or PostgreSQL, whichever it was made of')
  .option('--force', 'replace what the store holds')
  .action(async (file: string, options) => (await import('./backup.ts')).restoreCommand(file, options));

const BATCH = 'JSON Lines from a file or standard input to standard output';
program
  .command('parse-feed [file]')
  .description(`parse feeds {id, body_base64, contentType?, url?}: ${BATCH}`)
  .action(async (file?: string) => (await import('./parse-feed.ts')).parseFeedCommand(file));
program
  .command('extract [file]')
  .description(`extract article text from pages {id, html, url?}: ${BATCH}`)
  .action(async (file?: string) => (await import('./extract.ts')).extractCommand(file));
program
  .command('classify [file]')
  .description(`tag and flag articles {id, text, title?, url?, published?}: ${BATCH}`)
  .action(async (file?: string) => (await import('./classify.ts')).classifyCommand(file));
program
  .command('group [file]')
  .description(`group articles {id, text, title?, url?, published?} into incidents: ${BATCH}`)
  .action(async (file?: string) => (await import('./group.ts')).groupCommand(file));

const rules = program.command('rules').description('check and explain the rules');
rules
  .command('check')
  .description("run every rule's own tests; name what fails, never matches or is slow")
  .option('--json', 'as JSON')
  .action(async (options) => (await import('./rules.ts')).checkCommand(options));
rules
  .command('explain [text]')
  .description('say what the rules find in a text, and why it is flagged or not')
  .option('--url <address>', 'the article at this address instead')
  .option('--title <title>', 'its title')
  .option('--published <day>', 'the day it is of, YYYY-MM-DD: membership of pacts goes by it')
  .option('--json', 'as JSON')
  .action(async (text: string | undefined, { url, ...options }) => {
    const article = url ? await (await import('./fetch-article.ts')).fetchArticle(url) : undefined;
    if (text === undefined && !article) program.error('error: give a text, or an address with --url');
    (await import('./rules.ts')).explainCommand(text ?? '', { ...options, article });
  });
rules
  .command('schema')
  .description('print the JSON Schemas of the rule files, for editors')
  .action(async () => (await import('./rules.ts')).schemaCommand());
program
  .command('eval <gold>')
  .description('measure the classifier on labelled items {id, title, text, published?, labels}')
  .option('--compare <report>', 'an earlier report (of eval --json), to show what changed')
  .option('--worst <n>', 'how many of the worst misses to show', '10')
  .addOption(
    new Option(
      '--baseline <kind>',
      'text classifier to compare with; logistic is the stronger, and slow (200 items: a minute)',
    )
      .choices(['bayes', 'logistic'])
      .default('bayes'),
  )
  .option('--json', 'as JSON')
  .action(async (gold, options) => (await import('./eval.ts')).evalCommand(gold, options));

program
  .command('replay <file>')
  .description(
    "run the past again: each day's digest from articles {id, text, published, …} in the order of their dates",
  )
  .option('--since <day>', 'digests from this day on; what comes before is history for their trends')
  .option('--days <n>', 'at most so many digests', '20')
  .addOption(
    new Option('--format <format>', 'the lines in brief, or the whole digest')
      .choices(['brief', 'html', 'md', 'json', 'text'])
      .default('brief'),
  )
  .action(async (file, options) => (await import('./replay.ts')).replayCommand(file, options));

try {
  await program.parseAsync();
} catch (error) {
  const told = inWords(error);
  if (told === undefined) throw error;
  console.error(told);
  process.exitCode = error instanceof ConfigError ? 2 : 1;
}
