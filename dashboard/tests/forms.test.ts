import { describe, expect, it } from 'vitest';
import { ProblemError } from '../src/api/client';
import { problemsOfForm } from '../src/api/fieldProblems';
import { ownerErrors, signInErrors } from '../src/pages/welcome/form';
import { placeToGo } from '../src/pages/welcome/useEnter';

const refusal = (problems: { what: string; where: string | null; next_step?: string }[]) =>
  new ProblemError({
    title: 'Refused', status: 422, code: 'refused', detail: 'Two things are wrong.',
    problems: problems.map((each) => ({ code: 'refused', ...each })),
  });

describe('what is wrong with a form', () => {
  it('stands at its fields, with what to do', () => {
    const { fields, rest } = problemsOfForm(
      refusal([{ what: 'No such zone.', where: 'time_zone', next_step: 'Use Asia/Tokyo.' }, { what: 'Too short.', where: 'body.name' }]),
      ['name', 'time_zone'],
    );

    expect(fields).toEqual({ time_zone: 'No such zone. Use Asia/Tokyo.', name: 'Too short.' });
    expect(rest).toBeNull();
  });

  it('stands above the form where no field is to blame', () => {
    const error = refusal([{ what: 'Too many attempts.', where: null }]);

    expect(problemsOfForm(error, ['email']).rest).toBe(error);
  });

  it('reads a problem that has no parts', () => {
    const error = new ProblemError({ title: 'Refused', status: 422, code: 'x', detail: 'Taken.', where: 'email' });

    expect(problemsOfForm(error, ['email']).fields.email).toBe('Taken.');
  });

  it('is nothing without an error', () => {
    expect(problemsOfForm(null, ['email'])).toEqual({ fields: {}, rest: null });
  });
});

describe('the first form', () => {
  it('asks for everything that is missing at once', () => {
    expect(Object.keys(ownerErrors({ name: ' ', email: 'ana', password: 'short' }))).toEqual(['name', 'email', 'password']);
  });

  it('can be sent once all is there', () => {
    expect(ownerErrors({ name: 'Ana', email: 'ana@localhost', password: 'ten letters' })).toEqual({});
    expect(signInErrors({ email: 'ana@shop.example', password: 'x' })).toEqual({});
  });
});

describe('after signing in', () => {
  it.each([
    [undefined, '/'],
    ['/customers?q=ana', '/customers?q=ana'],
    ['https://elsewhere.example', '/'],
    ['//elsewhere.example', '/'],
    ['/\\elsewhere.example', '/'],
  ])('asked for %s, one lands on %s', (from, place) => {
    expect(placeToGo(from)).toBe(place);
  });
});
