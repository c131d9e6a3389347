import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { DeskContext } from './context.ts';
import { type Vocabulary, vocabularyOf, vocabularySchema } from './vocabulary.ts';

/** What the ids of the rules in use mean, below `/api/v1`. */
export function vocabularyRoutes(app: FastifyInstance, context: DeskContext): void {
  const { settings } = context;
  const routes = app.withTypeProvider<ZodTypeProvider>();

  let vocabulary: { of: string; words: Vocabulary } | undefined;
  routes.get(
    '/vocabulary',
    {
      config: { role: 'viewer' },
      schema: { summary: 'What the ids of threats, actors and rules mean', response: { 200: vocabularySchema } },
    },
    async () => {
      const { rules } = context;
      if (vocabulary?.of !== rules.hash)
        vocabulary = { of: rules.hash, words: vocabularyOf(rules, settings.configDir) };
      return vocabulary.words;
    },
  );
}
