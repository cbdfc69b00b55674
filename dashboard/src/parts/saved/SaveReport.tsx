import { ActionIcon, Button, Group, Modal, Stack, Switch, Text, TextInput, Tooltip } from '@mantine/core';
import { IconBookmark } from '@tabler/icons-react';
import { useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress, type Address } from '../../address';
import { useReport } from '../../api/report';
import { NO_TILES, SAVABLE, TIMELESS } from '../../api/saved';
import { FormError } from '../FormError';
import { useSaveReport } from './useSaveReport';

/** Saves what the page is asked under a name; on pages that are no report it is not there. `asked` is what the page answers while its address says nothing of it. */
export function SaveReport({ asked }: { asked?: Address }) {
  const { t } = useTranslation('saved');
  const page = useLocation().pathname.slice(1);
  const [isOpen, setOpen] = useState(false);
  if (!SAVABLE.has(page)) return null;
  return (
    <>
      <Tooltip label={t('save.action')}>
        <ActionIcon variant="default" size={30} aria-label={t('save.action')} onClick={() => setOpen(true)}><IconBookmark size={15} /></ActionIcon>
      </Tooltip>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={t('save.title')} centered closeButtonProps={{ 'aria-label': t('frame:close') }}>
        {isOpen && <Fields page={page} asked={asked} onDone={() => setOpen(false)} />}
      </Modal>
    </>
  );
}

function Fields({ page, asked, onDone }: { page: string; asked: Address | undefined; onDone: () => void }) {
  const { t } = useTranslation('saved');
  const [address] = useAddress();
  const kept = useReport('/api/saved-reports', {}, { isLive: false }).data ?? [];
  const before = kept.find((report) => report.name === address.saved && report.page === page);
  const [title, setTitle] = useState(before?.title ?? '');
  const [isOnBoard, setOnBoard] = useState(false);
  const save = useSaveReport(page, asked, onDone);
  const isWhole = title.trim() !== '';
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (isWhole) save.mutate({ title: title.trim(), isOnBoard, taken: kept }); }}>
      <Stack gap="md">
        <TextInput label={t('save.name')} placeholder={t(`page.${page}`)} value={title} onChange={(event) => setTitle(event.currentTarget.value)} maxLength={200} data-autofocus required />
        {!NO_TILES.has(page) && <Switch label={t('save.onBoard')} checked={isOnBoard} onChange={(event) => setOnBoard(event.currentTarget.checked)} />}
        <Text size="sm" c="dimmed">{t(TIMELESS.has(page) ? 'save.timeless' : 'save.text')}</Text>
        <FormError error={save.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>{t('save.cancel')}</Button>
          {before && <Button variant="default" loading={save.isPending} disabled={!isWhole} onClick={() => save.mutate({ title: title.trim(), isOnBoard, taken: kept, name: before.name })}>{t('save.change')}</Button>}
          <Button type="submit" loading={save.isPending} disabled={!isWhole}>{t(before ? 'save.asNew' : 'save.do')}</Button>
        </Group>
      </Stack>
    </form>
  );
}
