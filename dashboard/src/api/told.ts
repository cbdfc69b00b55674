import type { ProblemPart } from './client';

/** What long work tells in the end. */
export type Told<T> = { result: T } | { problems: ProblemPart[] };

/** Reads lines of JSON as they come: `{"done": 0.25}`, then `{"result": …}` or `{"problems": […]}`. */
export async function toldBy<T>(response: Response, onDone: (share: number) => void): Promise<Told<T>> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let last: Told<T> | null = null;
  const take = (line: string) => {
    if (!line.trim()) return;
    const said = JSON.parse(line) as { done: number } | Told<T>;
    if ('done' in said) onDone(said.done);
    else last = said;
  };
  for (;;) {
    const { done, value } = await reader.read();
    const lines = (rest + (value ?? '')).split('\n');
    rest = done ? '' : lines.pop()!;
    lines.forEach(take);
    if (done) break;
  }
  if (last === null) throw new Error('the answer ended before its result');
  return last;
}
