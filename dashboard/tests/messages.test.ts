import { describe, expect, it } from 'vitest';
import { topicsDocument, newTopic } from '../src/pages/channels/topics/topics';
import { adviceOf } from '../src/pages/channels/advice';
import { failureShare } from '../src/pages/channels/shapes';
import { newDocument, placeOf, toSend, withLanguage, withoutLanguage, withPiece } from '../src/pages/messages/document';
import { pairsOf, pairsText } from '../src/pages/messages/PieceField';
import { slugOf } from '../src/parts/documents';
import { signerOf } from '../src/pages/mailbox/signer';

const words = { hello: 'Hello', write: 'Write', look: 'Look', choose: 'Choose', leave: 'Leave' };
const sms = newDocument('sms', 'offers', 'Cart', 'cart', 'en', words);

describe('a message', () => {
  it('begins with something to see', () => {
    expect(String(newDocument('email', 'offers', 'Hi', 'hi', 'en', words).languages.en!.mjml)).toMatch(/unsubscribe_url[^]*brand\.postal_address/);
    expect(newDocument('pigeon', '', '', '', 'en', words).channel).toBe('email');
  });

  it('leaves out what is emptied', () => {
    const written = withPiece(sms, 'en', 'text', 'Hello');

    expect(written.languages.en).toEqual({ text: 'Hello' });
    expect(withPiece(written, 'en', 'text', '').languages.en).toEqual({});
  });

  it('takes a new language as a copy to be translated', () => {
    const both = withLanguage(withPiece(sms, 'en', 'text', 'Hello'), 'ja');

    expect(both.languages.ja).toEqual({ text: 'Hello' });
    expect(withoutLanguage(both, 'en').default_language).toBe('ja');
    expect(withoutLanguage(sms, 'en')).toBe(sms);
  });

  it('sends no coupon without a prefix', () => {
    expect(toSend({ ...sms, coupon: { prefix: '' } })).not.toHaveProperty('coupon');
  });
});

it('says what to do about a channel by what it answered', () => {
  expect([
    'AUTH: 535 5.7.8 Authentication credentials invalid', 'the server took too long', 'cannot connect to mail.nowhere.invalid:587: [Errno -2] Name or service not known',
    "cannot connect to 127.0.0.1:1: [Errno 111] Connect call failed ('127.0.0.1', 1)", 'STARTTLS: 502 the server does not offer it', 'HTTP 401', 'mailbox full',
  ].map(adviceOf)).toEqual(['signIn', 'slow', 'noHost', 'refused', 'noTls', 'signIn', null]);
});

describe('a finding', () => {
  it('belongs to a text of a language, or to the whole', () => {
    expect(placeOf('message.yaml:8  languages.en.mjml')).toEqual({ language: 'en', piece: 'mjml', line: 8 });
    expect(placeOf('message.yaml  languages.ja.parameters[0]')).toEqual({ language: 'ja', piece: 'parameters', line: null });
    expect(placeOf('message.yaml:3  topic')).toEqual({ language: null, piece: 'topic', line: 3 });
    expect(placeOf(null).language).toBeNull();
  });
});

describe('headers', () => {
  it('are written one a line', () => {
    expect(pairsOf('X-Key: a: b\n\nbroken\nX-Two:')).toEqual({ 'X-Key': 'a: b', 'X-Two': '' });
    expect(pairsText({ 'X-Key': 'a' })).toBe('X-Key: a');
  });
});

describe('topics', () => {
  it('ask for consent only where they are marketing, and leave out what is empty', () => {
    const orders = { ...newTopic(), id: 'orders', title: 'Orders', kind: 'transactional' as const, titles: { ja: '' } };

    expect(topicsDocument([orders])).toEqual({ topics: [{ id: 'orders', title: 'Orders', kind: 'transactional', channels: ['email'] }] });
    expect(topicsDocument([{ ...newTopic(), id: 'offers' }])).toMatchObject({ topics: [{ consent: 'opt_in' }] });
  });
});

describe('a channel', () => {
  it('has no share of failures before anything was tried', () => {
    expect(failureShare({ sent: 0, retry: 3, failed: 0, unknown: 0, per_minute: 0 })).toBeNull();
    expect(failureShare({ sent: 3, retry: 0, failed: 0, unknown: 1, per_minute: 0 })).toBe(0.25);
  });
});

describe('a name', () => {
  it('comes out of the title', () => {
    expect(slugOf('Big spénders, 2026!')).toBe('big-spenders-2026');
    expect(slugOf('大口のお客様')).toBe('');
  });
});

it('a mail says for whom it is signed, or that it is not', () => {
  const signature = 'v=1; a=ed25519-sha256; c=relaxed/simple; d=shop.example; s=grow;\r\n h=from:from:to;\r\n b=ab==';
  expect(signerOf([['To', 'a@b.c'], ['DKIM-Signature', signature]])).toEqual({ domain: 'shop.example', selector: 'grow', algorithm: 'ed25519-sha256' });
  expect(signerOf([['To', 'a@b.c']])).toBeNull();
});
