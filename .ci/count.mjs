// Adds up vitest's JSON reports: names each test that failed, with the head of its error, then prints "N passed, N failed".
// A file that could not be run, and a report that is not there, count as failed.
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

let passed = 0;
const failures = [];
for (const report of process.argv.slice(2)) {
  if (!existsSync(report)) {
    failures.push({ name: `no report ${report}`, error: '' });
    continue;
  }
  const { numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  passed += numPassedTests;
  for (const { name, status, message, assertionResults } of testResults) {
    const file = relative('.', name);
    const failed = assertionResults.filter((one) => one.status === 'failed');
    failures.push(
      ...failed.map((one) => ({ name: `${file}: ${one.fullName}`, error: one.failureMessages.join('\n') })),
    );
    if (status === 'failed' && failed.length === 0) failures.push({ name: file, error: message });
  }
}
for (const { name, error } of failures) console.log(`FAILED ${name}\n${error.split('\n').slice(0, 8).join('\n')}\n`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length > 0 ? 1 : 0;
