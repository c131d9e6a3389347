import fc from 'fast-check';
import { expect, test } from 'vitest';
import { documentKind, inspectDocument } from '../../../src/ingest/http/document-kind.ts';

const bytes = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding);

test.each([
  ['<!DOCTYPE html><p>', 'html'],
  ['\ufeff \n<!-- note --><html lang="en">', 'html'],
  ['<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x"><html>', 'html'],
  ['<?xml version="1.0"?><?xml-stylesheet href="a.css"?><rss>', 'markup'],
  ['<feed xmlns="http://www.w3.org/2005/Atom">', 'markup'],
  ['<header>', 'markup'],
  ['<?xml version="1.0"?>', 'markup'],
  ['<RDF>\u0003', 'markup'],
  [' {"items": []}', 'json'],
  ['Warning: <rss>', 'text'],
  [' \n', 'empty'],
  ['', 'empty'],
  ['\u0000\u0001', 'binary'],
])('%j is %s', (text, kind) => {
  expect(documentKind(bytes(text))).toBe(kind);
});

test('UTF-16 is text, with and without its mark', () => {
  expect(documentKind(bytes('\ufeff<rss>', 'utf16le'))).toBe('markup');
  expect(documentKind(bytes('<html>', 'utf16le'))).toBe('html');
  expect(documentKind(bytes('\ufeff<rss>', 'utf16le').swap16())).toBe('markup');
  expect(documentKind(bytes('<rss>', 'utf16le').swap16())).toBe('markup');
});

test('any bytes are something, and are refused only in words', () => {
  const accept = fc.constantFrom('feed', 'page', 'any');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3000 }), accept, fc.option(fc.string()), (head, accept, contentType) => {
      try {
        inspectDocument(head, { accept, contentType, host: 'wire.example' });
      } catch (error) {
        expect(error).toMatchObject({
          kind: 'bad-content-type',
          message: expect.stringMatching(/^wire\.example answers with /),
        });
        expect(accept).not.toBe('any');
      }
    }),
  );
});
