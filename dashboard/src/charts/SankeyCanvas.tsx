import { useComputedColorScheme, useMantineTheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import { init, type ECharts } from './echarts';
import type { SankeyProps } from './Sankey';

interface Clicked {
  dataType?: string;
  data?: { source?: string; target?: string; name?: string };
}

/** Names of stages are the operator's: never markup. */
function plain(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const LEFT = 'L/';
const RIGHT = 'R/';

/** The drawing itself; `Sankey` loads it when it is needed. */
export default function SankeyCanvas({ label, nodes, links, height, format, linkText, onLink }: SankeyProps) {
  const { ref: frame, width } = useElementSize<HTMLDivElement>();
  const ref = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const scheme = useComputedColorScheme('light');
  const { fontFamily } = useMantineTheme();
  const click = useRef(onLink);
  useEffect(() => {
    click.current = onLink;
  });

  useEffect(() => {
    if (!ref.current) return;
    const made = init(ref.current, null, { renderer: 'svg' });
    chart.current = made;
    made.on('click', (event) => {
      const { dataType, data } = event as Clicked;
      if (dataType === 'edge' && data?.source && data.target) click.current?.(data.source.slice(2), data.target.slice(2));
    });
    return () => made.dispose();
  }, []);

  useEffect(() => {
    const style = getComputedStyle(document.documentElement);
    const text = style.getPropertyValue('--mantine-color-text').trim();
    const soft = style.getPropertyValue('--text-soft').trim();
    const surface = style.getPropertyValue('--surface').trim();
    const line = style.getPropertyValue('--line').trim();
    const sumOf = (id: string, side: 'source' | 'target') => links.filter((link) => link[side] === id).reduce((sum, link) => sum + link.value, 0);
    const sided = (side: 'source' | 'target') => nodes.filter((node) => sumOf(node.id, side) > 0);
    const isNarrow = width < 520;
    const nodeOf = (side: 'source' | 'target') => (node: (typeof nodes)[number]) => ({
      name: (side === 'source' ? LEFT : RIGHT) + node.id,
      depth: side === 'source' ? 0 : 1,
      itemStyle: { color: node.color, borderWidth: 0 },
      label: {
        position: side === 'source' ? 'right' : 'left',
        formatter: isNarrow ? node.title : `{name|${node.title}}  {count|${format(sumOf(node.id, side))}}`,
      },
    });
    chart.current?.setOption(
      {
        animation: false,
        textStyle: { fontFamily },
        tooltip: {
          trigger: 'item', confine: true, backgroundColor: surface, borderColor: line, padding: [8, 12],
          textStyle: { color: text, fontSize: 13 },
          formatter: ({ dataType, data }: Clicked & { data: { source: string; target: string; value: number } }) =>
            dataType === 'edge' ? plain(linkText(data.source.slice(2), data.target.slice(2))) : '',
        },
        series: [{
          type: 'sankey', left: 2, right: 2, top: 8, bottom: 8, nodeWidth: 12, nodeGap: 15, layoutIterations: 0,
          draggable: false, emphasis: { focus: 'adjacency', lineStyle: { opacity: 0.75 } },
          label: { color: text, fontSize: 13, textBorderColor: surface, textBorderWidth: 3, rich: { name: { fontWeight: 500, fontSize: 13 }, count: { color: soft, fontSize: 12.5 } } },
          lineStyle: { color: 'source', opacity: scheme === 'dark' ? 0.4 : 0.3, curveness: 0.5 },
          data: [...sided('source').map(nodeOf('source')), ...sided('target').map(nodeOf('target'))],
          links: links.map((link) => ({ source: LEFT + link.source, target: RIGHT + link.target, value: link.value })),
        }],
      },
      { notMerge: true },
    );
  }, [nodes, links, scheme, width, format, linkText, fontFamily]);

  useEffect(() => chart.current?.resize(), [width, height]);

  return (
    <div ref={frame} style={{ width: '100%', minWidth: 0 }}>
      <div ref={ref} role="img" aria-label={label} style={{ height, width: '100%', cursor: onLink ? 'pointer' : undefined }} />
    </div>
  );
}
