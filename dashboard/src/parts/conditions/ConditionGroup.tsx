import { ActionIcon, Button, Menu, Select } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { CLAIMS, newClaim, newEventClaim } from './claims';
import { ConditionRow } from './ConditionRow';
import classes from './Conditions.module.css';
import { groupOf, makeGroup, moved, rooted, withPart, type Mode, type Tree } from './tree';
import type { Vocabulary } from './vocabulary';

const MODES: Mode[] = ['all', 'any', 'none', 'some_not'];
const DEEPEST = 4;

interface GroupProps {
  tree: Tree;
  of: 'customer' | 'event';
  event?: string | null;
  words: Vocabulary;
  depth?: number;
  /** The outermost group cannot be taken out. */
  isRoot?: boolean;
  onChange: (tree: Tree | null) => void;
}

/** Rows and groups that all, any or none of have to hold. */
export function ConditionGroup({ tree, of, event = null, words, depth = 0, isRoot, onChange }: GroupProps) {
  const { t } = useTranslation('conditions');
  const { mode, parts } = groupOf(rooted(tree))!;
  const put = (next: Tree[]) => onChange(next.length === 0 && !isRoot ? null : makeGroup(mode, next));
  const add = (part: Tree) => put([...parts, part]);
  const joint = t(mode === 'all' || mode === 'some_not' ? 'joint.and' : 'joint.or');
  return (
    <div className={classes.group} role="group" aria-label={t(`mode.${mode}`)}>
      <div className={classes.head}>
        <Select
          size="xs" w={of === 'event' ? 210 : 190} aria-label={t('mode.name')} value={mode} allowDeselect={false}
          data={MODES.map((each) => ({ value: each, label: t(`mode.${each}`) }))}
          onChange={(next) => next && onChange(makeGroup(next as Mode, parts))}
        />
        <span>{of === 'event' ? t('mode.ofEvent') : t('mode.ofCustomer')}</span>
        <span className={classes.space} />
        {!isRoot && <ActionIcon variant="subtle" color="gray" aria-label={t('group.remove')} onClick={() => onChange(null)}><IconTrash size={15} /></ActionIcon>}
      </div>
      {parts.length === 0 && <p className={classes.empty}>{t('group.empty')}</p>}
      <ul className={classes.rows}>
        {parts.map((part, index) => (
          <li key={index}>
            {index > 0 && <span className={classes.joint} aria-hidden>{joint}</span>}
            {groupOf(part) ? (
              <ConditionGroup tree={part} of={of} event={event} words={words} depth={depth + 1} onChange={(next) => put(withPart(parts, index, next))} />
            ) : (
              <ConditionRow
                tree={part} of={of} event={event} words={words} mayNest={depth < DEEPEST}
                onChange={(next) => put(withPart(parts, index, next))}
                onMove={(by) => put(moved(parts, index, by))}
                onCopy={() => put([...parts.slice(0, index + 1), part, ...parts.slice(index + 1)])}
              />
            )}
          </li>
        ))}
      </ul>
      <div className={classes.add}>
        {of === 'event' ? <Button size="compact-xs" variant="default" leftSection={<IconPlus size={13} />} onClick={() => add(newEventClaim())}>{t('where.more')}</Button> : <AddMenu onAdd={add} />}
        {of === 'customer' && depth < DEEPEST && (
          <Button size="compact-xs" variant="subtle" leftSection={<IconPlus size={13} />} onClick={() => add(makeGroup(mode === 'all' ? 'any' : 'all', [newClaim('behaviour')]))}>{t('group.add')}</Button>
        )}
      </div>
    </div>
  );
}

function AddMenu({ onAdd }: { onAdd: (tree: Tree) => void }) {
  const { t } = useTranslation('conditions');
  return (
    <Menu position="bottom-start" width={280}>
      <Menu.Target>
        <Button size="compact-xs" variant="default" leftSection={<IconPlus size={13} />}>{t('row.add')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {CLAIMS.map((kind) => <Menu.Item key={kind} onClick={() => onAdd(newClaim(kind))}>{t(`add.${kind}`)}</Menu.Item>)}
      </Menu.Dropdown>
    </Menu>
  );
}
