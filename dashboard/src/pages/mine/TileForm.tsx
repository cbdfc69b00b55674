import { Button, SegmentedControl, Select, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedReport, Tile } from '../../api/saved';
import { SidePanel } from '../../parts/SidePanel';
import { figuresOf, groupsOf, listOf } from './figures';
import { hasPast, hasTiles } from './sources';
import { useAnswer } from './useAnswer';
import { useFoundName } from './useItemName';

interface TileFormProps {
  isOpen: boolean;
  /** The tile that is changed; a new one otherwise. */
  tile: Tile | undefined;
  reports: SavedReport[];
  onClose: () => void;
  onTake: (tile: Tile) => void;
}

const WIDTH: Record<Tile['show'], number> = { figure: 1, chart: 2, table: 2 };

/** Chooses a saved report, how it is shown, and which of its figures. */
export function TileForm({ isOpen, tile, reports, onClose, onTake }: TileFormProps) {
  const { t } = useTranslation('saved');
  return (
    <SidePanel isOpen={isOpen} onClose={onClose} title={t(tile ? 'tile.editTitle' : 'tile.add')} size={440}>
      {isOpen && <Fields first={tile} reports={reports.filter((report) => hasTiles(report.page))} onTake={onTake} />}
    </SidePanel>
  );
}

function Fields({ first, reports, onTake }: { first: Tile | undefined; reports: SavedReport[]; onTake: (tile: Tile) => void }) {
  const { t } = useTranslation('saved');
  const [tile, setTile] = useState<Tile>(first ?? { report: reports[0]?.name ?? '', show: 'figure', of: '', title: '', width: 1 });
  const change = (part: Partial<Tile>) => setTile((before) => ({ ...before, ...part }));
  const report = reports.find((each) => each.name === tile.report);
  if (reports.length === 0) return <Text size="sm">{t('tile.noReports')}</Text>;
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (report) onTake(tile); }}>
      <Stack gap="lg">
        <Select
          label={t('tile.report')} allowDeselect={false} searchable value={tile.report} onChange={(name) => change({ report: name ?? '', of: '' })}
          data={reports.map((each) => ({ value: each.name, label: `${each.title} · ${t(`page.${each.page}`)}` }))}
        />
        <SegmentedControl
          fullWidth aria-label={t('tile.show')} value={tile.show} onChange={(show) => change({ show: show as Tile['show'], of: '', width: WIDTH[show as Tile['show']] })}
          data={(['figure', 'chart', 'table'] as const).map((value) => ({ value, label: t(`show.${value}`) }))}
        />
        {report && <Of report={report} tile={tile} onChange={(of) => change({ of })} />}
        <TextInput label={t('tile.title')} placeholder={report?.title} value={tile.title} maxLength={200} onChange={(event) => change({ title: event.currentTarget.value })} />
        <Select label={t('tile.width')} allowDeselect={false} value={String(tile.width)} onChange={(width) => change({ width: Number(width) })} data={['1', '2', '3', '4'].map((value) => ({ value, label: t(`width.${value}`) }))} />
        <Button type="submit" disabled={!report}>{t(first ? 'tile.keep' : 'tile.put')}</Button>
      </Stack>
    </form>
  );
}

/** Which figure, or which list of them. */
function Of({ report, tile, onChange }: { report: SavedReport; tile: Tile; onChange: (of: string) => void }) {
  const { t } = useTranslation('saved');
  const name = useFoundName(report);
  const answer = useAnswer(report);
  if (answer.isPending) return <Skeleton height={58} />;
  const found = figuresOf(answer.data);
  const choices = tile.show === 'table'
    ? groupsOf(found).map((group) => ({ value: group || '-', label: t(`group.${group || 'own'}`, { defaultValue: group }) }))
    : found.slice(0, 120).map((each) => ({ value: each.key, label: name(each) }));
  const value = tile.show === 'table' ? listOf(found, tile.of) || '-' : tile.of || null;
  if (tile.show === 'chart' && !hasPast(report.page)) return null;
  return (
    <Select
      label={t(tile.show === 'table' ? 'tile.rows' : 'tile.figure')} data={choices} value={value} searchable clearable={tile.show !== 'table'} allowDeselect={false}
      placeholder={t(tile.show === 'chart' ? 'tile.ownPicture' : 'tile.firstFigure')} onChange={(of) => onChange(of === '-' ? '' : of ?? '')}
    />
  );
}
