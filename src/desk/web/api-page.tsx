import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { AccountNav } from './account-nav.tsx';
import './api-page.css';
import { get } from './api.ts';
import { capital, counted, inWords } from './format.ts';
import { exampleOf, nameOf, type Schema, type Schemas, typeOf } from './json-schema.ts';
import { Empty, Failure, useTitle, Waiting } from './parts.tsx';

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema: Schema;
}
interface Operation {
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: Parameter[];
  requestBody?: Content;
  responses: Record<string, Content & { description?: string; $ref?: string }>;
  'x-role'?: string;
}
interface Content {
  content?: Record<string, { schema: Schema }>;
}
interface Description {
  info: { title: string; version: string; description: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Schemas; responses: Record<string, { description: string }> };
}

/** The description of the API, to read. */
export function ApiPage() {
  useTitle('API');
  const [words, setWords] = useState('');
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['openapi'],
    queryFn: ({ signal }) => get<Description>('/openapi.json', signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const groups = data && groupsOf(data, words);
  return (
    <div className="page account api">
      <AccountNav />
      <div className="heading">
        <h1>API</h1>
        {data && <p className="soft">version {data.info.version}</p>}
        <a className="aside" href="/api/v1/openapi.json">
          OpenAPI 3.1
        </a>
      </div>
      {data && <p className="intro">{data.info.description}</p>}
      {isPending && <Waiting what="the description" />}
      {error && <Failure error={error} again={() => void refetch()} />}
      {data && (
        <input
          type="search"
          aria-label="Find in the API"
          placeholder="Find: tokens, decide, /feeds"
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      )}
      {groups?.length === 0 && <Empty>Nothing in the API is called that.</Empty>}
      {data &&
        groups?.map(([name, operations]) => (
          <section key={name}>
            <h2>
              {capital(inWords(name))} <small className="soft">{counted(operations.length, 'operation')}</small>
            </h2>
            {operations.map(([method, path, operation]) => (
              <OperationDetails
                key={`${method} ${path}`}
                method={method}
                path={path}
                operation={operation}
                components={data.components}
              />
            ))}
          </section>
        ))}
    </div>
  );
}

type Listed = [method: string, path: string, operation: Operation];

function groupsOf({ paths }: Description, words: string): [string, Listed[]][] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, Listed[]>();
  for (const [path, methods] of Object.entries(paths))
    for (const [method, operation] of Object.entries(methods)) {
      const text = `${method} ${path} ${operation.summary}`.toLowerCase();
      if (!wanted.every((word) => text.includes(word))) continue;
      const name = operation.tags?.[0] ?? '';
      groups.set(name, [...(groups.get(name) ?? []), [method, path, operation]]);
    }
  return [...groups].sort(([a], [b]) => a.localeCompare(b));
}

function OperationDetails({
  method,
  path,
  operation,
  components: { schemas, responses: problems },
}: {
  method: string;
  path: string;
  operation: Operation;
  components: Description['components'];
}) {
  const [open, setOpen] = useState(false);
  return (
    <details className="operation" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <b className={`method ${method}`}>{method.toUpperCase()}</b> <code>{path}</code>
        <span className="what">{operation.summary}</span>
        <span className="role soft">{operation['x-role']}</span>
      </summary>
      {/* Of some ninety operations few are looked into. */}
      {open && <Inside operation={operation} schemas={schemas} problems={problems} />}
    </details>
  );
}

function Inside({
  operation: { description, parameters = [], requestBody, responses },
  schemas,
  problems,
}: {
  operation: Operation;
  schemas: Schemas;
  problems: Description['components']['responses'];
}) {
  const [[status, answer] = []] = Object.entries(responses).filter(([code]) => code.startsWith('2'));
  return (
    <>
      {description && <p>{description}</p>}
      {parameters.length > 0 && (
        <section>
          <h3>Parameters</h3>
          <dl>
            {parameters.map(({ name, in: where, required, description, schema }) => (
              <Entry
                key={`${where} ${name}`}
                name={name}
                note={`${where}${required ? ', required' : ''}`}
                schema={{ ...schema, ...(description && { description }) }}
                schemas={schemas}
              />
            ))}
          </dl>
        </section>
      )}
      <Bodies title="Body" of={requestBody} schemas={schemas} />
      {answer && <Bodies title={`Answer ${status}`} of={answer} schemas={schemas} />}
      {answer && !answer.content && (
        <section>
          <h3>Answer {status}</h3>
          <p>Nothing.</p>
        </section>
      )}
      <section>
        <h3>Refusals</h3>
        <dl className="refusals">
          {Object.keys(responses)
            .filter((code) => code in problems)
            .map((code) => (
              <div key={code}>
                <dt>
                  <code>{code}</code>
                </dt>
                <dd>{problems[code]?.description}</dd>
              </div>
            ))}
        </dl>
      </section>
    </>
  );
}

/** What is sent or answered, by media type: its schema, and a value as it may be. */
function Bodies({ title, of, schemas }: { title: string; of: Content | undefined; schemas: Schemas }) {
  const bodies = Object.entries(of?.content ?? {});
  const [, first] = bodies[0] ?? [];
  if (!first) return null;
  return (
    <section>
      <h3>
        {title} <small className="soft">{bodies.map(([type]) => type).join(', ')}</small>
      </h3>
      <Fields schema={first.schema} schemas={schemas} open />
      {bodies[0]?.[0] === 'application/json' && (
        <details className="example">
          <summary>Example</summary>
          <pre>{JSON.stringify(exampleOf(first.schema, schemas), null, 2)}</pre>
        </details>
      )}
    </section>
  );
}

/** What is in a value: its fields, or the schema that it goes by, which opens. */
function Fields({ schema, schemas, open = false }: { schema: Schema; schemas: Schemas; open?: boolean }) {
  const name = nameOf(schema);
  const named = name ? schemas[name] : undefined;
  if (named)
    return (
      <Named name={name as string} schema={named} open={open}>
        <Fields schema={named} schemas={schemas} />
      </Named>
    );
  const { items, properties, required, additionalProperties } = schema;
  if (properties)
    return (
      <dl>
        {Object.entries(properties).map(([key, inner]) => (
          <Entry
            key={key}
            name={key}
            note={required?.includes(key) ? '' : 'may be left out'}
            schema={inner}
            schemas={schemas}
          />
        ))}
      </dl>
    );
  if (items) return <Fields schema={items} schemas={schemas} />;
  if (typeof additionalProperties === 'object') return <Fields schema={additionalProperties} schemas={schemas} />;
  const inner = schema.anyOf ?? schema.oneOf ?? [];
  return inner.map((one) => <Fields key={JSON.stringify(one)} schema={one} schemas={schemas} />);
}

/** A schema that has a name: opened when it is wanted. */
function Named({ name, schema, open, children }: { name: string; schema: Schema; open: boolean; children: ReactNode }) {
  const [shown, setShown] = useState(open);
  return (
    <details className="named" open={open} onToggle={({ currentTarget }) => setShown(currentTarget.open)}>
      <summary>
        <code>{name}</code> <span className="soft">{schema.description}</span>
      </summary>
      {shown && children}
    </details>
  );
}

function Entry({ name, note, schema, schemas }: { name: string; note: string; schema: Schema; schemas: Schemas }) {
  return (
    <div>
      <dt>
        <code>{name}</code> <small className="soft">{note}</small>
      </dt>
      <dd>
        {typeOf(schema)}
        {schema.default !== undefined && (
          <span className="soft"> · {JSON.stringify(schema.default)} when left out</span>
        )}
        {schema.description && <p>{schema.description}</p>}
        <Fields schema={schema} schemas={schemas} />
      </dd>
    </div>
  );
}
