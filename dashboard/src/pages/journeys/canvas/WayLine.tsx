import { ActionIcon, Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { BaseEdge, EdgeLabelRenderer, getSmoothStepPath, Position, type EdgeProps } from '@xyflow/react';
import { createContext, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { KINDS, type Kind } from '../document';
import type { Spot } from '../edit';
import { useWords } from '../useWords';
import classes from './Canvas.module.css';
import { ICONS } from './icons';
import type { WayEdge } from './nodes';

/** Puts a step on a way; null where nothing may be changed. */
export const AddStep = createContext<((kind: Kind, spot: Spot) => void) | null>(null);

const RADIUS = 10;
/** How far above the step it leads to a way that passed rows by turns to it. */
const BEND = 30;

function bent(sourceX: number, sourceY: number, targetX: number, targetY: number, centerY?: number): string {
  return getSmoothStepPath({ sourceX, sourceY, targetX, targetY, sourcePosition: Position.Bottom, targetPosition: Position.Top, borderRadius: RADIUS, centerY })[0];
}

/** A way from one step to the next, with what it is for and a button that puts a step on it. */
export function WayLine(props: EdgeProps<WayEdge>) {
  const { id, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, data, selected } = props;
  const add = useContext(AddStep);
  const via = data?.via;
  const path = via
    ? `${bent(sourceX, sourceY, via.x, via.y)} ${bent(via.x, via.y, targetX, targetY, targetY - BEND).replace('M', 'L')}`
    : getSmoothStepPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, borderRadius: RADIUS })[0];
  const named = via ?? { x: targetX, y: targetY };
  return (
    <>
      <BaseEdge id={id} path={path} className={selected ? classes.lineSelected : classes.line} interactionWidth={18} />
      <EdgeLabelRenderer>
        {data?.label && (
          <div className={classes.label} style={{ transform: `translate(-50%, -100%) translate(${named.x}px, ${named.y - 9}px)` }}>{data.label}</div>
        )}
        {add && data && (
          <div className={classes.plus} style={{ transform: `translate(-50%, -50%) translate(${sourceX}px, ${sourceY + 18}px)` }}>
            <StepMenu way={data.name} onChoose={(kind) => add(kind, data.spot)} />
          </div>
        )}
      </EdgeLabelRenderer>
    </>
  );
}

function StepMenu({ way, onChoose }: { way: string; onChoose: (kind: Kind) => void }) {
  const { t } = useTranslation('journeys');
  return (
    <Menu position="bottom" shadow="md" width={210} withinPortal>
      <Menu.Target>
        <ActionIcon size={20} radius="xl" variant="default" className="nodrag nopan" aria-label={t('canvas.addOn', { way })} title={t('canvas.addHere')}><IconPlus size={13} /></ActionIcon>
      </Menu.Target>
      <Menu.Dropdown><KindItems onChoose={onChoose} /></Menu.Dropdown>
    </Menu>
  );
}

export function KindItems({ onChoose }: { onChoose: (kind: Kind) => void }) {
  const words = useWords();
  return (
    <>
      {KINDS.map((kind) => {
        const Icon = ICONS[kind];
        return <Menu.Item key={kind} leftSection={<Icon size={15} stroke={1.8} aria-hidden />} onClick={() => onChoose(kind)}>{words.kind(kind)}</Menu.Item>;
      })}
    </>
  );
}
