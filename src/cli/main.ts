#!/usr/bin/env node
import { Command } from 'commander';
import { ConfigError } from '../config/read-yaml.ts';

const program = new Command('subthreshold')
  .description('Watches the news for hostile acts that stay below the threshold of collective defence.')
  .showSuggestionAfterError()
  .showHelpAfterError('(subthreshold --help lists the commands)');

// Each command loads its own code, so that `parse-feed` does not wait for a database driver.
program
  .command('parse-feed [file]')
  .description('parse feeds given as JSON Lines {id, body_base64, contentType?, url?}')
  .action(async (file?: string) => (await import('./parse-feed.ts')).parseFeedCommand(file));
program
  .command('extract [file]')
  .description('extract article text from JSON Lines {id, html, url?}')
  .action(async (file?: string) => (await import('./extract.ts')).extractCommand(file));
program
  .command('classify [file]')
  .description('tag and flag articles given as JSON Lines {id, text, title?, url?, published?}')
  .action(async (file?: string) => (await import('./classify.ts')).classifyCommand(file));
program
  .command('group [file]')
  .description('group articles given as JSON Lines {id, text, title?, url?, published?} into incidents')
  .action(async (file?: string) => (await import('./group.ts')).groupCommand(file));

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
