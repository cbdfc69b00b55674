import { ActionIcon, Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { IconBookmark, IconPencil, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGo } from '../../address';
import { PageLink } from '../../address/PageLink';
import { api, at } from '../../api/client';
import type { SavedReport } from '../../api/saved';
import { useFormats } from '../../format';
import { DeleteDialog } from '../../parts/documents';
import { EmptyState } from '../../parts/EmptyState';
import { FormError } from '../../parts/FormError';
import { Panel } from '../../parts/Panel';
import { DataTable, type Column } from '../../parts/table';
import { useAsked } from './useAsked';

/** Every saved report: opened, renamed, taken away. */
export function SavedReports({ reports }: { reports: SavedReport[] }) {
  const { t } = useTranslation('saved');
  const go = useGo();
  const format = useFormats();
  const asked = useAsked();
  const queries = useQueryClient();
  const [renamed, setRenamed] = useState<SavedReport | null>(null);
  const [deleted, setDeleted] = useState<SavedReport | null>(null);
  const remove = useMutation({
    mutationFn: () => api.delete(at('/api/saved-reports/{name}', { name: deleted!.name })),
    onSuccess: async () => { await queries.invalidateQueries({ queryKey: ['/api/saved-reports'] }); setDeleted(null); },
  });
  if (reports.length === 0) {
    return <EmptyState icon={IconBookmark} title={t('empty.title')} text={t('empty.text')} action={<Button onClick={() => go('/retention')}>{t('empty.action')}</Button>} />;
  }
  const columns: Column<SavedReport>[] = [
    {
      key: 'title', title: t('column.title'), value: (row) => row.title, isSortable: true,
      cell: (row) => <PageLink to={`/${row.page}`} address={{ period: undefined, versus: undefined, segment: undefined, ...row.ask, saved: row.name }}>{row.title}</PageLink>,
    },
    { key: 'asked', title: t('column.asked'), cell: asked, value: asked, isMinor: true },
    { key: 'boards', title: t('column.boards'), cell: (row) => format.list(row.boards), value: (row) => row.boards.join(', '), isMinor: true },
    { key: 'saved', title: t('column.saved'), value: (row) => row.saved_at, cell: (row) => <span title={format.dateTime(row.saved_at)}>{t('column.by', { who: row.saved_by, when: format.ago(row.saved_at) })}</span>, isSortable: true, isMinor: true },
    {
      key: 'actions', title: t('column.actions'), isTitleHidden: true, width: 80,
      cell: (row) => (
        <Group gap={2} wrap="nowrap" justify="flex-end">
          <ActionIcon variant="subtle" color="gray" aria-label={t('rename.action', { title: row.title })} onClick={() => setRenamed(row)}><IconPencil size={15} /></ActionIcon>
          <ActionIcon variant="subtle" color="gray" aria-label={t('delete.action', { title: row.title })} onClick={() => setDeleted(row)}><IconTrash size={15} /></ActionIcon>
        </Group>
      ),
    },
  ];
  return (
    <Panel isFlush>
      <DataTable label={t('mine.reports')} columns={columns} rows={reports} rowKey={(row) => row.name} firstSort={{ key: 'title', order: 'asc' }} />
      <Modal opened={renamed !== null} onClose={() => setRenamed(null)} title={t('rename.title')} centered closeButtonProps={{ 'aria-label': t('frame:close') }}>
        {renamed && <Rename report={renamed} onDone={() => setRenamed(null)} />}
      </Modal>
      <DeleteDialog
        isOpen={deleted !== null} onClose={() => setDeleted(null)} title={t('delete.title', { title: deleted?.title ?? '' })} confirm={t('delete.confirm')} mutation={remove}
        text={deleted && deleted.boards.length > 0 ? t('delete.onBoards', { boards: format.list(deleted.boards) }) : t('delete.text')}
        isBlocked={(deleted?.boards.length ?? 0) > 0}
      />
    </Panel>
  );
}

function Rename({ report, onDone }: { report: SavedReport; onDone: () => void }) {
  const { t } = useTranslation('saved');
  const queries = useQueryClient();
  const [title, setTitle] = useState(report.title);
  const save = useMutation({
    mutationFn: () => api.put(at('/api/saved-reports/{name}', { name: report.name }), { title: title.trim(), description: report.description, page: report.page, ask: report.ask }),
    onSuccess: async () => { await queries.invalidateQueries({ queryKey: ['/api/saved-reports'] }); onDone(); },
  });
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (title.trim()) save.mutate(); }}>
      <Stack gap="md">
        <TextInput label={t('save.name')} value={title} maxLength={200} required data-autofocus onChange={(event) => setTitle(event.currentTarget.value)} />
        <FormError error={save.error} />
        <Group justify="flex-end" gap="xs"><Button variant="default" onClick={onDone}>{t('save.cancel')}</Button><Button type="submit" loading={save.isPending}>{t('rename.do')}</Button></Group>
      </Stack>
    </form>
  );
}
