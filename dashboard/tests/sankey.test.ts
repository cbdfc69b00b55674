import { describe, expect, it } from 'vitest';
import { stepBy, type SankeyItem } from '../src/charts/sankeyKeys';

const nodes = ['L/', 'R/'].flatMap((side, column) => ['reach', 'conversion', 'retention'].map((id) => ({ id: side + id, column })));
const link = (source: string, target: string, value: number) => ({ source: `L/${source}`, target: `R/${target}`, value });
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
    expect(press({ link: links[0]! }, 'ArrowLeft')).toEqual({ node: 'L/reach' });
    expect(press({ link: links[0]! }, 'ArrowLeft', 'ArrowRight')).toEqual({ link: links[1] });
    expect(press({ link: links[1]! }, 'ArrowRight')).toEqual({ node: 'R/conversion' });
  });

  it('visits only stages that stand in the picture', () => {
    expect(press({ node: 'L/reach' }, 'ArrowDown', 'ArrowDown')).toEqual({ node: 'L/conversion' });
    expect(press({ node: 'L/reach' }, 'ArrowLeft')).toEqual({ node: 'L/reach' });
  });

  it('leaves other keys to the page', () => {
    expect(stepBy('Tab', { link: links[0]! }, nodes, links)).toBeUndefined();
    expect(stepBy('a', null, nodes, links)).toBeUndefined();
  });

  it('begins anew when what was read is gone', () => {
    expect(stepBy('ArrowDown', { node: 'R/gone' }, nodes, links)).toEqual({ link: links[0] });
  });

  it('walks on through the columns of a longer path', () => {
    const steps = [0, 1, 2].map((column) => ({ id: `${column}`, column }));
    const on = [{ source: '0', target: '1', value: 3 }, { source: '1', target: '2', value: 2 }];
    const walk = (...keys: string[]) => keys.reduce<SankeyItem | null>((here, key) => stepBy(key, here, steps, on) ?? here, null);
    expect(walk('ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight')).toEqual({ node: '2' });
  });
});
