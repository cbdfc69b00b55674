import { lazy, Suspense } from 'react';
import { ChartSkeleton } from '../parts/Skeletons';
import type { SankeySide } from './sankeyKeys';

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

export interface SankeyProps {
  label: string;
  /** In the order they stand from top to bottom, on both sides. */
  nodes: SankeyNode[];
  links: SankeyLink[];
  height: number;
  format: (value: number) => string;
  /** Plain words of a link, shown on hover. */
  linkText: (source: string, target: string) => string;
  /** Plain words of a stage on one side, read out to those who walk by keys. */
  nodeText: (id: string, side: SankeySide, value: string) => string;
  /** How to walk by keys, read out with the name. */
  hint: string;
  onLink?: (source: string, target: string) => void;
  onNode?: (id: string, side: SankeySide) => void;
}

const Canvas = lazy(() => import('./SankeyCanvas'));

/** Who went where between two dates: the same nodes left and right. */
export function Sankey(props: SankeyProps) {
  return (
    <Suspense fallback={<ChartSkeleton height={props.height} />}>
      <Canvas {...props} />
    </Suspense>
  );
}
