import { Background, BackgroundVariant, Controls, ReactFlow, type Connection, type EdgeChange, type NodeChange } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { useMantineColorScheme } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { kindOf, type Draft, type Kind, type Step } from '../document';
import type { Spot } from '../edit';
import { ENTRY, type Place } from '../layout';
import type { StepCounts } from '../shapes';
import { useWords } from '../useWords';
import classes from './Canvas.module.css';
import { edgesOf, nodesOf, placesNow, type AnyNode, type WayEdge, type WayWords } from './nodes';
import { EndNode, EntryNode, StepNode } from './StepNode';
import { FAR, LEAST, useView } from './view';
import { AddStep, WayLine } from './WayLine';

const NODES = { step: StepNode, entry: EntryNode, end: EndNode };
const EDGES = { way: WayLine };
const NONE = new Map<string, number>();

export interface CanvasEdits {
  onAdd: (kind: Kind, spot: Spot) => void;
  onMove: (id: string, place: Place) => void;
  onConnect: (spot: Spot, to: string) => void;
  onRemove: (ids: string[]) => void;
}

interface CanvasProps {
  draft: Draft;
  label: string;
  selected: string | undefined;
  onSelect: (id: string | undefined) => void;
  /** Problems by step; those of the entry under ''. */
  problems?: Map<string, number>;
  counts?: Map<string, StepCounts>;
  entries?: number;
  /** Without it the journey is only looked at. */
  edits?: CanvasEdits;
}

/** The journey as a picture. Everything that can be done here can be done in the list of steps too. */
export function Canvas({ draft, label, selected, onSelect, problems = NONE, counts, entries, edits }: CanvasProps) {
  const { t } = useTranslation('journeys');
  const { colorScheme } = useMantineColorScheme();
  const words = useWords(draft.steps);
  const [dragged, setDragged] = useState<{ id: string; place: Place } | null>(null);
  const isReadOnly = edits === undefined;
  const places = useMemo(() => placesNow(draft, dragged), [draft, dragged]);
  const { onInit, canvas } = useView(selected, places.get(selected ?? ''));
  const nodes = useMemo(
    () => nodesOf(draft, places, { problems, counts, entries, selected, isReadOnly, words: (step) => `${words.kind(kindOf(step))}: ${words.summary(step)}` }),
    [draft, places, problems, counts, entries, selected, isReadOnly, words],
  );
  const [way, setWay] = useState<string | null>(null);
  const [isFar, setFar] = useState(false);
  const wayWords = useMemo<WayWords>(() => {
    const told = (step: Step) => `${words.kind(kindOf(step))}: ${words.summary(step)}`;
    return { label: words.way, name: (from, label, to) => t('canvas.way', { from: [from ? told(from) : t('entry.title'), label].filter(Boolean).join(', '), to: to ? told(to) : t('step.end') }) };
  }, [t, words]);
  const edges = useMemo(() => edgesOf(draft, places, isReadOnly, wayWords).map((edge) => (edge.id === way ? { ...edge, selected: true } : edge)), [draft, places, isReadOnly, wayWords, way]);
  const onEdgesChange = useCallback((changes: EdgeChange<WayEdge>[]) => {
    for (const change of changes) if (change.type === 'select') setWay((before) => (change.selected ? change.id : before === change.id ? null : before));
  }, []);
  const onNodesChange = useCallback((changes: NodeChange<AnyNode>[]) => {
    for (const change of changes) {
      if (change.type === 'position' && change.position) {
        if (change.dragging) setDragged({ id: change.id, place: change.position });
        else { setDragged(null); edits?.onMove(change.id, change.position); }
      } else if (change.type === 'select' && change.selected) onSelect(change.id);
    }
  }, [edits, onSelect]);
  const onDelete = useCallback(({ nodes: gone, edges: cut }: { nodes: AnyNode[]; edges: WayEdge[] }) => {
    if (gone.length > 0) edits?.onRemove(gone.map((node) => node.id));
    else for (const edge of cut) if (edge.data) edits?.onConnect(edge.data.spot, 'end');
  }, [edits]);
  const onConnect = useCallback(({ source, sourceHandle, target }: Connection) => {
    if (source !== target && !target.startsWith('@')) edits?.onConnect({ step: source === ENTRY ? null : source, way: sourceHandle ?? 'next' }, target);
  }, [edits]);
  return (
    <div className={classes.canvas} data-testid="canvas" data-far={isFar || undefined} ref={canvas}>
      <AddStep.Provider value={edits?.onAdd ?? null}>
        <ReactFlow<AnyNode, WayEdge>
          nodes={nodes} edges={edges} nodeTypes={NODES} edgeTypes={EDGES}
          aria-label={label} colorMode={colorScheme === 'dark' ? 'dark' : 'light'}
          onNodesChange={onNodesChange} onEdgesChange={onEdgesChange} onConnect={onConnect} onDelete={onDelete}
          onPaneClick={() => onSelect(undefined)} onMove={(_, view) => setFar(view.zoom < FAR)}
          nodesConnectable={!isReadOnly} edgesReconnectable={false}
          deleteKeyCode={isReadOnly ? null : ['Delete', 'Backspace']} selectionKeyCode={null} multiSelectionKeyCode={null}
          ariaLabelConfig={{
            'node.a11yDescription.default': t('canvas.nodeHelp'), 'node.a11yDescription.keyboardDisabled': t('canvas.nodeHelp'), 'edge.a11yDescription.default': t('canvas.edgeHelp'),
            'controls.ariaLabel': t('canvas.controls'), 'controls.zoomIn.ariaLabel': t('canvas.zoomIn'), 'controls.zoomOut.ariaLabel': t('canvas.zoomOut'),
            'controls.fitView.ariaLabel': t('canvas.fit'), 'handle.ariaLabel': t('canvas.handle'),
          }}
          onInit={onInit} fitView fitViewOptions={{ maxZoom: 1, padding: 0.12 }} minZoom={LEAST} maxZoom={1.6} preventScrolling={false} zoomOnScroll={false} panOnScroll={false} proOptions={{ hideAttribution: true }}
        >
          <Background variant={BackgroundVariant.Dots} gap={16} size={1} />
          <Controls showInteractive={false} position="bottom-left" />
        </ReactFlow>
      </AddStep.Provider>
    </div>
  );
}
