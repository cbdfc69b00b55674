import { expect, test } from 'vitest';
import { inFull } from '../src/pages/funnel/inFull';

test('a step with a condition is named with it, one without by its event', () => {
  expect(inFull({ event: 'Product Reviewed', text: "'Product Reviewed' where (properties.rating <= 2)" })).toBe(
    'Product Reviewed where (properties.rating <= 2)',
  );
  expect(inFull({ event: 'Order Completed', text: "'Order Completed'" })).toBe('Order Completed');
});
