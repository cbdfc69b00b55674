import { lazy, Suspense, useMemo } from 'react';
import { ChartSkeleton } from '../parts/Skeletons';

export interface SankeyNode {
  id: string;
  title: string;
  color: string;
}

export interface SankeyLink {
  source: string;
  target: string;
  value: number;
}

export type SankeySide = 'source' | 'target';

interface Drawing {
  label: string;
  links: SankeyLink[];
  height: number;
  format: (value: number) => string;
  /** Plain words of a link, shown on hover. */
  linkText: (source: string, target: string) => string;
  /** How to walk by keys, read out with the name. */
  hint: string;
  onLink?: (source: string, target: string) => void;
}

export interface StepSankeyProps extends Drawing {
  /** In the order they stand from top to bottom; columns are counted from the left. */
  nodes: (SankeyNode & { column: number })[];
  /** Plain words of a node, read out to those who walk by keys. */
  nodeText: (id: string, value: string) => string;
  onNode?: (id: string) => void;
  /** Narrower than this it scrolls. */
  minWidth?: number;
}

export interface SankeyProps extends Drawing {
  /** In the order they stand from top to bottom, on both sides. */
  nodes: SankeyNode[];
  /** Plain words of a stage on one side, read out to those who walk by keys. */
  nodeText: (id: string, side: SankeySide, value: string) => string;
  onNode?: (id: string, side: SankeySide) => void;
}

const Canvas = lazy(() => import('./SankeyCanvas'));
const LEFT = 'L/';
const RIGHT = 'R/';

/** Who went where, column by column. */
export function StepSankey(props: StepSankeyProps) {
  return (
    <Suspense fallback={<ChartSkeleton height={props.height} />}>
      <Canvas {...props} />
    </Suspense>
  );
}

/** Who went where between two dates: the same nodes left and right. */
export function Sankey({ nodes, links, linkText, nodeText, onLink, onNode, ...rest }: SankeyProps) {
  const placed = useMemo(
    () => [LEFT, RIGHT].flatMap((side, column) => nodes.map((node) => ({ ...node, id: side + node.id, column }))),
    [nodes],
  );
  const between = useMemo(() => links.map((link) => ({ ...link, source: LEFT + link.source, target: RIGHT + link.target })), [links]);
  const sideOf = (id: string): SankeySide => (id.startsWith(LEFT) ? 'source' : 'target');
  return (
    <StepSankey
      {...rest}
      nodes={placed}
      links={between}
      linkText={(source, target) => linkText(source.slice(2), target.slice(2))}
      nodeText={(id, value) => nodeText(id.slice(2), sideOf(id), value)}
      onLink={onLink && ((source, target) => onLink(source.slice(2), target.slice(2)))}
      onNode={onNode && ((id) => onNode(id.slice(2), sideOf(id)))}
    />
  );
}
