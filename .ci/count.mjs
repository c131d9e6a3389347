// Adds up vitest's JSON reports: names each test that failed, or passed at its second try only, with the head of its
// error; then prints "N passed, N failed". A file that could not be run, and a report that is not there, count as failed.
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

let passed = 0;
let failed = 0;
for (const report of process.argv.slice(2)) {
  if (!existsSync(report)) {
    fail(`no report ${report}`);
    continue;
  }
  const { numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  passed += numPassedTests;
  for (const { name, status, message, assertionResults } of testResults) {
    const file = relative('.', name);
    for (const { fullName, status, failureMessages } of assertionResults) {
      if (status === 'failed') fail(`${file}: ${fullName}`, failureMessages);
      else if (failureMessages.length > 0) tell('AGAIN', `${file}: ${fullName}`, failureMessages);
    }
    if (status === 'failed' && assertionResults.every((one) => one.status !== 'failed')) fail(file, [message]);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

function fail(what, errors) {
  failed += 1;
  tell('FAILED', what, errors);
}

function tell(how, what, errors = []) {
  console.log([`${how} ${what}`, ...errors.join('\n').split('\n').slice(0, 8), ''].join('\n'));
}
