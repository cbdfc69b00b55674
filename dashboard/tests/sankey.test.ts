import { describe, expect, it } from 'vitest';
import { stepBy, type SankeyItem } from '../src/charts/sankeyKeys';

const nodes = ['reach', 'conversion', 'retention'].map((id) => ({ id, title: id, color: '#000' }));
const link = (source: string, target: string, value: number) => ({ source, target, value });
const links = [link('reach', 'reach', 9), link('reach', 'conversion', 40), link('conversion', 'retention', 5)];
const press = (item: SankeyItem | null, ...keys: string[]) =>
  keys.reduce<SankeyItem | null>((here, key) => stepBy(key, here, nodes, links) ?? here, item);

describe('reading the flow by keyboard', () => {
  it('begins at the first link', () => {
    expect(press(null, 'ArrowDown')).toEqual({ link: links[0] });
  });

  it('goes up and down among links, and stops at the ends', () => {
    expect(press(null, 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown')).toEqual({ link: links[2] });
    expect(press({ link: links[1]! }, 'ArrowUp', 'ArrowUp')).toEqual({ link: links[0] });
  });

  it('goes from a link to the stages at its ends, and back along the widest link', () => {
    expect(press({ link: links[0]! }, 'ArrowLeft')).toEqual({ side: 'source', id: 'reach' });
    expect(press({ link: links[0]! }, 'ArrowLeft', 'ArrowRight')).toEqual({ link: links[1] });
    expect(press({ link: links[1]! }, 'ArrowRight')).toEqual({ side: 'target', id: 'conversion' });
  });

  it('visits only stages that stand in the picture', () => {
    expect(press({ side: 'source', id: 'reach' }, 'ArrowDown', 'ArrowDown')).toEqual({ side: 'source', id: 'conversion' });
    expect(press({ side: 'source', id: 'reach' }, 'ArrowLeft')).toEqual({ side: 'source', id: 'reach' });
  });

  it('leaves other keys to the page', () => {
    expect(stepBy('Tab', { link: links[0]! }, nodes, links)).toBeUndefined();
    expect(stepBy('a', null, nodes, links)).toBeUndefined();
  });

  it('begins anew when what was read is gone', () => {
    expect(stepBy('ArrowDown', { side: 'target', id: 'gone' }, nodes, links)).toEqual({ link: links[0] });
  });
});
