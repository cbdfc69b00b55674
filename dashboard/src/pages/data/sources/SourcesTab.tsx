import { Button, Title } from '@mantine/core';
import { IconPlugConnected, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../../address';
import { useReport } from '../../../api/report';
import { EmptyState } from '../../../parts/EmptyState';
import { ErrorState } from '../../../parts/ErrorState';
import { Panel } from '../../../parts/Panel';
import { DataTable } from '../../../parts/table';
import type { Source } from '../shapes';
import { ConnectPanel } from './ConnectPanel';
import { CreateDialog, RenameDialog, RevokeDialog } from './dialogs';
import { useSourceColumns } from './columns';

type Open = { what: 'create' } | { what: 'rename' | 'revoke'; source: Source } | null;

/** The ways in, with their keys and what came through each. */
export function SourcesTab() {
  const { t } = useTranslation('data');
  const [address, change] = useAddress();
  const [open, setOpen] = useState<Open>(null);
  const sources = useReport('/api/sources');
  const connect = (source: Source) => change({ source: source.id });
  const columns = useSourceColumns({
    onConnect: connect,
    onRename: (source) => setOpen({ what: 'rename', source }),
    onRevoke: (source) => setOpen({ what: 'revoke', source }),
  });
  const close = () => setOpen(null);
  const add = (
    <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setOpen({ what: 'create' })}>
      {t('source.add')}
    </Button>
  );

  return (
    <>
      {sources.isError && <ErrorState error={sources.error} onRetry={() => void sources.refetch()} />}
      {sources.data?.length === 0 && (
        <EmptyState icon={IconPlugConnected} title={t('source.emptyTitle')} text={t('source.emptyText')} action={add} />
      )}
      {!sources.isError && sources.data?.length !== 0 && (
        <Panel isFlush>
          <DataTable
            label={t('tab.sources')}
            columns={columns}
            rows={sources.data}
            rowKey={(source) => source.id}
            isLoading={sources.isLoading}
            tools={<Title order={2}>{t('tab.sources')}</Title>}
            actions={add}
          />
        </Panel>
      )}
      <CreateDialog
        isOpen={open?.what === 'create'}
        onClose={close}
        onCreated={(source) => {
          close();
          connect(source);
        }}
      />
      <RenameDialog source={open?.what === 'rename' ? open.source : null} onClose={close} />
      <RevokeDialog source={open?.what === 'revoke' ? open.source : null} onClose={close} />
      <ConnectPanel
        source={sources.data?.find((source) => source.id === address.source) ?? null}
        onClose={() => change({ source: undefined })}
      />
    </>
  );
}
