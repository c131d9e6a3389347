import { lazy } from 'react';
import { Route, Switch } from 'wouter';
import { RuleFilesPage } from './rule-files-page.tsx';
import { RulePage } from './rule-page.tsx';
import { RuleProposalsPage } from './rule-proposals-page.tsx';
import { RulesPage } from './rules-page.tsx';
import { TryPage } from './try-page.tsx';

// The editor is larger than all the rest of the desk.
const RuleEditorPage = lazy(() =>
  import('./rule-editor-page.tsx').then(({ RuleEditorPage }) => ({ default: RuleEditorPage })),
);

/** The pages about rules. */
export function RulesSection({ search }: { search: string }) {
  return (
    <Switch>
      <Route path="/rules">
        <RulesPage />
      </Route>
      <Route path="/rules/try">
        <TryPage />
      </Route>
      <Route path="/rules/proposals">
        <RuleProposalsPage />
      </Route>
      <Route path="/rules/files">
        <RuleFilesPage />
      </Route>
      <Route path="/rules/edit">
        <RuleEditorPage key={search} search={search} />
      </Route>
      <Route path="/rules/:id">{({ id }) => <RulePage id={id} />}</Route>
    </Switch>
  );
}
