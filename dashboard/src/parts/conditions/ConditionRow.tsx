import { ActionIcon, Menu, Select } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { BehaviourFields, FieldName, ShareFields } from './BehaviourFields';
import { claimKind } from './claims';
import classes from './Conditions.module.css';
import { FieldFields } from './FieldFields';
import { OperatorField } from './OperatorField';
import { ReceivedFields } from './ReceivedFields';
import { claimOf, denied, makeGroup, type Compare, type InSegment, type Tree } from './tree';
import { ValueField } from './ValueField';
import { OF_PRODUCTS, type Vocabulary } from './vocabulary';

export interface RowProps {
  tree: Tree;
  of: 'customer' | 'event';
  /** Whose fields an event's row is about. */
  event: string | null;
  words: Vocabulary;
  /** Null takes the row out. */
  onChange: (tree: Tree | null) => void;
  onMove: (by: number) => void;
  onCopy: () => void;
  mayNest: boolean;
}

/** One claim: what is asked about, its fields, and what can be done with the row. */
export function ConditionRow(props: RowProps) {
  const { tree, of, onChange } = props;
  const { t } = useTranslation('conditions');
  const { claim, isNot } = claimOf(tree);
  if (!claim) return null;
  const kind = claimKind(claim);
  const change = (next: Compare | InSegment) => onChange(isNot ? { kind: 'not', part: next } : next);
  return (
    <div className={classes.row}>
      <div className={classes.fields}>
        {of === 'customer' && kind !== 'segment' && <span className={classes.kind}>{t(`claim.${kind}`)}</span>}
        {isNot && kind !== 'segment' && <span className={classes.not}>{t('not')}</span>}
        {of === 'event' ? <EventRowFields {...props} claim={claim as Compare} onClaim={change} /> : <Fields {...props} claim={claim} isNot={isNot} onClaim={change} />}
      </div>
      <RowMenu {...props} />
    </div>
  );
}

type Inner = RowProps & { onClaim: (claim: Compare | InSegment) => void };

function Fields({ claim, isNot, words, onChange, onClaim }: Inner & { claim: Compare | InSegment; isNot: boolean }) {
  const { t } = useTranslation('conditions');
  if (claim.kind === 'segment') {
    const known = words.segments.some((each) => each.value === claim.name) || !claim.name ? words.segments : [{ value: claim.name, label: claim.name }, ...words.segments];
    return (
      <>
        <Select
          size="xs" w={160} aria-label={t('segment.name')} value={String(!isNot)} allowDeselect={false}
          data={[{ value: 'true', label: t('segment.in') }, { value: 'false', label: t('segment.notIn') }]}
          onChange={(next) => onChange(next === 'true' ? claim : { kind: 'not', part: claim })}
        />
        <Select size="xs" w={220} searchable aria-label={t('segment.which')} placeholder={t('choose')} data={known} value={claim.name || null} error={!claim.name} allowDeselect={false} nothingFoundMessage={t('segment.none')} onChange={(name) => name && onClaim({ kind: 'segment', name })} />
      </>
    );
  }
  const kind = claimKind(claim);
  if (kind === 'behaviour') return <BehaviourFields claim={claim} words={words} onChange={onClaim} />;
  if (kind === 'received') return <ReceivedFields claim={claim} onChange={onClaim} />;
  if (kind === 'share') return <ShareFields claim={claim} words={words} onChange={onClaim} />;
  return <FieldFields kind={kind} claim={claim} words={words} onChange={onClaim} />;
}

function EventRowFields({ claim, event, words, onClaim }: Inner & { claim: Compare }) {
  const name = claim.operand.kind === 'field' ? claim.operand.name : '';
  return (
    <>
      <FieldName value={name} data={[...words.fieldsOf(event || null), ...OF_PRODUCTS]} onChange={(next) => onClaim({ ...claim, operand: { kind: 'field', name: next, within: null } })} />
      <OperatorField claim={claim} onChange={onClaim} />
      <ValueField claim={claim} isNumber={name === 'revenue'} seen={words.seen(name, event || null)} onChange={(value) => onClaim({ ...claim, value })} />
    </>
  );
}

function RowMenu({ tree, onChange, onMove, onCopy, mayNest }: RowProps) {
  const { t } = useTranslation('conditions');
  const isNot = tree.kind === 'not';
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('row.more')}><IconDots size={16} /></ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onChange(denied(tree))}>{isNot ? t('row.affirm') : t('row.deny')}</Menu.Item>
        {mayNest && <Menu.Item onClick={() => onChange(makeGroup('any', [tree]))}>{t('row.nest')}</Menu.Item>}
        <Menu.Item onClick={onCopy}>{t('row.copy')}</Menu.Item>
        <Menu.Item onClick={() => onMove(-1)}>{t('row.up')}</Menu.Item>
        <Menu.Item onClick={() => onMove(1)}>{t('row.down')}</Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" onClick={() => onChange(null)}>{t('row.remove')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
