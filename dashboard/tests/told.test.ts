import { expect, test } from 'vitest';
import { toldBy } from '../src/api/told';

test('long work tells how far it is, and then its answer, however the lines are cut', async () => {
  const pieces = ['{"done": 0.', '5}\n{"done": 1}\n{"resu', 'lt": {"a": "é"}}\n'];
  const body = new ReadableStream<Uint8Array>({
    start(stream) {
      for (const piece of pieces) stream.enqueue(new TextEncoder().encode(piece));
      stream.close();
    },
  });
  const shares: number[] = [];
  expect(await toldBy(new Response(body), (share) => shares.push(share))).toEqual({ result: { a: 'é' } });
  expect(shares).toEqual([0.5, 1]);
});

test('work whose answer never comes is an error', async () => {
  await expect(toldBy(new Response('{"done": 0.5}\n'), () => undefined)).rejects.toThrow();
});
