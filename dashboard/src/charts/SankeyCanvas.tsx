import { useComputedColorScheme, useMantineTheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { cut } from './cut';
import { init, type ECharts } from './echarts';
import type { SankeyLink, StepSankeyProps } from './Sankey';
import classes from './Sankey.module.css';
import { isLink, mainLink, stepBy, type SankeyItem } from './sankeyKeys';

interface Clicked {
  dataType?: string;
  data?: { source?: string; target?: string; name?: string };
}

/** Names of stages are the operator's: never markup. */
function plain(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Right of the last of many columns, where names inside would meet those of the column before. */
const ROOM_FOR_NAMES = 168;

/** What names stand on, so that a ribbon under them does not take them apart. */
function plateOf(surface: string): string {
  const [red, green, blue] = [1, 3, 5].map((place) => Number.parseInt(surface.slice(place, place + 2), 16));
  return surface.startsWith('#') && surface.length === 7 ? `rgba(${red}, ${green}, ${blue}, 0.82)` : surface;
}

/** What a letter takes, and what a count beside a name does, in pixels. */
const [LETTER, COUNT] = [7, 60];
/** Names are cut where they would run over the next column, but not to less than this. */
const LEAST_LETTERS = 18;

/** How many stand at a node: the larger of those that came and those that went on. */
function sumOf(id: string, links: SankeyLink[]): number {
  const side = (end: 'source' | 'target') => links.reduce((sum, link) => (link[end] === id ? sum + link.value : sum), 0);
  return Math.max(side('source'), side('target'));
}

/** The drawing itself; `Sankey` and `StepSankey` load it when it is needed. */
export default function SankeyCanvas(props: StepSankeyProps) {
  const { label, nodes, links, height, minWidth, format, linkText, onLink, onNode } = props;
  const { ref: frame, width } = useElementSize<HTMLDivElement>();
  const ref = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const scheme = useComputedColorScheme('light');
  const { fontFamily } = useMantineTheme();
  const latest = useRef({ onLink, onNode });
  useEffect(() => {
    latest.current = { onLink, onNode };
  });
  const [at, setAt] = useState<SankeyItem | null>(null);
  const hint = useId();

  useEffect(() => {
    if (!ref.current) return;
    const made = init(ref.current, null, { renderer: 'svg' });
    chart.current = made;
    made.on('click', (event) => {
      const { dataType, data } = event as Clicked;
      if (dataType === 'edge' && data?.source && data.target) latest.current.onLink?.(data.source, data.target);
      if (dataType === 'node' && data?.name) latest.current.onNode?.(data.name);
    });
    return () => made.dispose();
  }, []);

  useEffect(() => {
    const style = getComputedStyle(document.documentElement);
    const text = style.getPropertyValue('--mantine-color-text').trim();
    const soft = style.getPropertyValue('--text-soft').trim();
    const surface = style.getPropertyValue('--surface').trim();
    const line = style.getPropertyValue('--line').trim();
    const last = nodes.reduce((most, node) => Math.max(most, node.column), 0);
    const isNarrow = Math.max(width, minWidth ?? 0) < 260 * (last + 1);
    const room = (Math.max(width, minWidth ?? 0) - (last > 1 ? ROOM_FOR_NAMES : 0)) / Math.max(1, last);
    const letters = Math.max(LEAST_LETTERS, Math.floor((room - COUNT) / LETTER));
    const drawn = nodes
      .filter((node) => sumOf(node.id, links) > 0)
      .map((node) => ({
        name: node.id,
        depth: node.column,
        itemStyle: { color: node.color, borderWidth: 0 },
        label: {
          position: node.column < last || last > 1 ? 'right' : 'left',
          formatter: isNarrow && last === 1 ? node.title : `{name|${cut(node.title, letters)}}  {count|${format(sumOf(node.id, links))}}`,
        },
      }));
    chart.current?.setOption(
      {
        animation: false,
        textStyle: { fontFamily },
        tooltip: {
          trigger: 'item', confine: true, backgroundColor: surface, borderColor: line, padding: [8, 12],
          textStyle: { color: text, fontSize: 13 },
          formatter: ({ dataType, data }: Clicked & { data: { source: string; target: string; value: number } }) =>
            dataType === 'edge' ? plain(linkText(data.source, data.target)) : '',
        },
        series: [{
          type: 'sankey', left: 2, right: last > 1 ? ROOM_FOR_NAMES : 2, top: 8, bottom: 8, nodeWidth: 12, nodeGap: 15, layoutIterations: 0,
          draggable: false, emphasis: { focus: 'adjacency', lineStyle: { opacity: 0.75 }, itemStyle: { borderColor: text, borderWidth: 2 } },
          blur: { itemStyle: { opacity: 0.35 }, lineStyle: { opacity: 0.1 }, label: { opacity: 0.45 } },
          label: { color: text, fontSize: 13, backgroundColor: plateOf(surface), padding: [2, 5], borderRadius: 4, distance: 4, rich: { name: { fontWeight: 500, fontSize: 13 }, count: { color: soft, fontSize: 12.5 } } },
          lineStyle: { color: 'source', opacity: scheme === 'dark' ? 0.4 : 0.3, curveness: 0.5 },
          data: drawn,
          links: links.map(({ source, target, value }) => ({ source, target, value })),
        }],
      },
      { notMerge: true },
    );
  }, [nodes, links, scheme, width, minWidth, format, linkText, fontFamily]);

  useEffect(() => chart.current?.resize(), [width, height]);

  // What is read by keys looks as under the pointer; a drawing made anew has to be told again.
  useEffect(() => {
    chart.current?.dispatchAction({ type: 'downplay', seriesIndex: 0 });
    chart.current?.dispatchAction({ type: 'downplay', seriesIndex: 0, dataType: 'edge' });
    if (!at) return;
    const place = isLink(at)
      ? { dataType: 'edge', dataIndex: links.findIndex((link) => link.source === at.link.source && link.target === at.link.target) }
      : { name: at.node };
    chart.current?.dispatchAction({ type: 'highlight', seriesIndex: 0, ...place });
  }, [at, nodes, links, scheme, width]);

  const onKey = (event: KeyboardEvent) => {
    const next = stepBy(event.key, at, nodes, links);
    if (next) setAt(next);
    else if (at && (event.key === 'Enter' || event.key === ' ')) open(at, props);
    else if (at && event.key === 'Escape') setAt(null);
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={frame}
      className={classes.frame}
      role="application"
      aria-label={label}
      aria-describedby={hint}
      tabIndex={0}
      onKeyDown={onKey}
      onBlur={() => setAt(null)}
    >
      <div ref={ref} aria-hidden style={{ height, width: '100%', minWidth, cursor: onLink || onNode ? 'pointer' : undefined }} />
      <p className={classes.status} aria-live="polite" data-testid="sankey-status">{at && textOf(at, props)}</p>
      <span id={hint} hidden>{props.hint}</span>
    </div>
  );
}

function textOf(item: SankeyItem, { links, format, linkText, nodeText }: StepSankeyProps): string {
  if (isLink(item)) return linkText(item.link.source, item.link.target);
  return nodeText(item.node, format(sumOf(item.node, links)));
}

/** A node that opens nothing opens its widest link. */
function open(item: SankeyItem, { links, onLink, onNode }: StepSankeyProps): void {
  if (!isLink(item) && onNode) return onNode(item.node);
  const link = isLink(item) ? item.link : (mainLink(item.node, 'source', links) ?? mainLink(item.node, 'target', links));
  if (link) onLink?.(link.source, link.target);
}
