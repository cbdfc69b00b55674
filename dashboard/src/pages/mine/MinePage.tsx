import { Button, Select, Tabs } from '@mantine/core';
import { IconLayoutDashboard, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress, useGo } from '../../address';
import { useReport } from '../../api/report';
import { EmptyState } from '../../parts/EmptyState';
import { ErrorState } from '../../parts/ErrorState';
import { FormError } from '../../parts/FormError';
import { Page } from '../../parts/Page';
import { TileSkeletons } from '../../parts/Skeletons';
import { SavedReports } from './SavedReports';
import { TileForm } from './TileForm';
import { Tiles } from './Tiles';
import { useBoard } from './useBoard';

/** Tiles of one's own, chosen from saved reports; and the saved reports themselves. */
export default function MinePage() {
  const { t } = useTranslation('saved');
  const [address, change] = useAddress();
  const reports = useReport('/api/saved-reports', {}, { isLive: false });
  const boards = useReport('/api/boards', {}, { isLive: false }).data ?? [];
  const here = boards.find((board) => board.name === address.board);
  const others = boards.filter((board) => !board.is_mine);
  const view = address.view === 'reports' ? 'reports' : 'board';
  const count = reports.data?.length ?? 0;
  return (
    <Page
      title={here && !here.is_mine ? here.title : t('mine.title')}
      actions={others.length > 0 && (
        <Select
          size="xs" w={200} aria-label={t('mine.choose')} allowDeselect={false} value={here && !here.is_mine ? here.name : 'mine'} onChange={(name) => change({ board: name === 'mine' ? undefined : name ?? undefined, view: undefined })}
          data={[{ value: 'mine', label: t('mine.title') }, ...others.map((board) => ({ value: board.name, label: board.title }))]}
        />
      )}
      finding={reports.data && (count > 0 ? t('mine.finding', { count }) : t('mine.findingNone'))}
    >
      {reports.isError && <ErrorState error={reports.error} onRetry={() => void reports.refetch()} />}
      <Tabs value={view} onChange={(next) => change({ view: next === 'reports' ? 'reports' : undefined })} keepMounted={false}>
        <Tabs.List aria-label={t('mine.views')} mb="lg">
          <Tabs.Tab value="board">{t('mine.board')}</Tabs.Tab>
          <Tabs.Tab value="reports">{t('mine.reports')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="board"><BoardView /></Tabs.Panel>
        <Tabs.Panel value="reports">{reports.data && <SavedReports reports={reports.data} />}</Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function BoardView() {
  const { t } = useTranslation('saved');
  const go = useGo();
  const [address] = useAddress();
  const { board, tiles, keep, error } = useBoard(address.board ?? 'mine');
  const reports = useReport('/api/saved-reports', {}, { isLive: false }).data;
  const [editing, setEditing] = useState<number | 'new' | null>(null);
  const add = <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setEditing('new')}>{t('tile.add')}</Button>;
  const close = () => setEditing(null);
  if (board.isError) return <ErrorState error={board.error} onRetry={() => void board.refetch()} />;
  if (board.isPending || !reports) return <TileSkeletons count={4} height={150} />;
  if (reports.length === 0) {
    return <EmptyState icon={IconLayoutDashboard} title={t('empty.title')} text={t('empty.text')} action={<Button onClick={() => go('/retention')}>{t('empty.action')}</Button>} />;
  }
  return (
    <>
      {tiles.length === 0
        ? <EmptyState icon={IconLayoutDashboard} title={t('empty.noTiles')} text={t('empty.noTilesText')} action={add} />
        : <Tiles tiles={tiles} reports={reports} onChange={keep} onEdit={setEditing} add={add} />}
      <FormError error={error} />
      <TileForm
        isOpen={editing !== null} tile={typeof editing === 'number' ? tiles[editing] : undefined} reports={reports} onClose={close}
        onTake={(tile) => { keep(typeof editing === 'number' ? tiles.map((each, index) => (index === editing ? tile : each)) : [...tiles, tile]); close(); }}
      />
    </>
  );
}
