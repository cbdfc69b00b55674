import { describe, expect, it } from 'vitest';
import { cleverTapSnippet, snippetsFor } from '../src/pages/data/sources/snippets';
import { statusOf } from '../src/pages/data/sources/status';

describe('the snippets', () => {
  it('carry this host and this write key, all of them', () => {
    for (const { code } of snippetsFor('https://grow.shop.example', 'wk_1')) {
      expect(code).toContain('wk_1');
      expect(code).toContain('https://grow.shop.example');
    }
  });

  it('tell the browser SDK the host without its protocol, and the protocol beside it', () => {
    const browser = snippetsFor('http://127.0.0.1:8000', 'wk_1').find((snippet) => snippet.id === 'browser')!;

    expect(browser.code).toContain('apiHost: "127.0.0.1:8000/v1", protocol: "http"');
    expect(browser.code).toContain('cdnURL: "http://127.0.0.1:8000"');
  });

  it('carry account id and passcode for CleverTap', () => {
    const { code } = cleverTapSnippet('https://grow.shop.example', 'account', 'pass');

    expect(code).toContain('https://grow.shop.example/1/upload');
    expect(code).toContain('X-CleverTap-Account-Id: account');
    expect(code).toContain('X-CleverTap-Passcode: pass');
  });

  it('send valid JSON', () => {
    const curl = snippetsFor('https://x.example', 'k').find((snippet) => snippet.id === 'curl')!.code;
    const body = curl.slice(curl.indexOf("-d '") + 4, curl.lastIndexOf("'"));

    expect(JSON.parse(body)).toMatchObject({ userId: 'ana', event: 'Order Completed' });
  });
});

describe('a source', () => {
  it.each([
    [null, 'listening'],
    ['2026-06-01T09:30:00Z', 'receiving'],
    ['2026-06-01T08:30:00Z', 'quiet'],
  ] as const)('last heard %s at ten o\'clock is %s', (last_event_at, status) => {
    expect(statusOf({ last_event_at }, new Date('2026-06-01T10:00:00Z'))).toBe(status);
  });
});
