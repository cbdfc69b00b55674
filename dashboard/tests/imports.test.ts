import { describe, expect, it } from 'vitest';
import { assign, guessKind, importQuery, missingFields, sizeText, unusedColumns } from '../src/pages/data/import/mapping';

const FIELDS = [
  { name: 'order_id', title: 'Order id', is_required: true },
  { name: 'customer_id', title: 'Customer id', is_required: true },
  { name: 'email', title: 'Email', is_required: false },
  { name: 'price', title: 'Price', is_required: true },
  { name: 'total', title: 'Total', is_required: false },
];

describe('correcting the mapping', () => {
  it('takes a column from the field that had it', () => {
    expect(assign({ order_id: 'No', sku: 'Code' }, 'sku', 'No')).toEqual({ order_id: null, sku: 'No' });
  });

  it('leaves a field without a column', () => {
    expect(assign({ order_id: 'No', sku: null }, 'order_id', null)).toEqual({ order_id: null, sku: null });
  });

  it('names what is still needed', () => {
    expect(missingFields(FIELDS, { order_id: 'No' }, 'orders').map((field) => field.name)).toEqual(['customer_id', 'price']);
  });

  it('lets an address stand in for the customer, and a total for the price', () => {
    expect(missingFields(FIELDS, { order_id: 'No', email: 'Mail', total: 'Sum' }, 'orders')).toEqual([]);
  });

  it('tells which columns stay unused', () => {
    const preview = { columns: [{ name: 'No', samples: [] }, { name: 'Note', samples: [] }], mapping: {}, fields: FIELDS, missing: [], rows_sample: [], delimiter: ',', encoding: 'utf-8' };

    expect(unusedColumns(preview, { order_id: 'No' })).toEqual(['Note']);
  });

  it('is sent one `map` for each field, signs in names included', () => {
    const query = importQuery({ filename: 'a b.csv', kind: 'orders', mapping: { order_id: 'No=1', email: null }, zone: 'Asia/Tokyo', currency: 'JPY', dates: '' });

    expect(query.getAll('map')).toEqual(['order_id=No=1', 'email=']);
    expect(Object.fromEntries(query)).toMatchObject({ filename: 'a b.csv', as: 'orders', zone: 'Asia/Tokyo', currency: 'JPY' });
  });
});

describe('a file', () => {
  it.each([['Kunden_2024.csv', 'customers'], ['events.ndjson', 'events'], ['online_retail.csv', 'orders']])('named %s most likely holds %s', (name, kind) => {
    expect(guessKind(name)).toBe(kind);
  });

  it('has a size a person can read', () => {
    expect(sizeText(999, 'en')).toBe('999 byte');
    expect(sizeText(75_600, 'en')).toBe('75.6 kB');
    expect(sizeText(5_000_000_000, 'en')).toBe('5 GB');
  });
});
