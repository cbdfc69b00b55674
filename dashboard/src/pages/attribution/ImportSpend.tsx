import { Button, FileButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconUpload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { useFormats } from '../../format';
import { ErrorState } from '../../parts/ErrorState';

/** Takes a file of what was spent: all of it, or nothing and what is wrong with it. */
export function ImportSpend({ onImported }: { onImported: () => void }) {
  const { t } = useTranslation('attribution');
  const format = useFormats();
  const sent = useMutation({
    mutationFn: (file: File) => api.postFile('/api/spend', file, { filename: file.name }),
    onSuccess: (kept) => {
      notifications.show({ message: t('spend.taken', { rows: format.count(kept.rows_read), first: kept.first_day, last: kept.last_day }) });
      onImported();
    },
  });
  return (
    <>
      <FileButton accept=".csv,.txt,.gz,.json,.ndjson,.parquet" onChange={(file) => file && sent.mutate(file)}>
        {(props) => <Button {...props} size="xs" variant="default" leftSection={<IconUpload size={14} />} loading={sent.isPending}>{t('spend.import')}</Button>}
      </FileButton>
      {sent.isError && <ErrorState error={sent.error} />}
    </>
  );
}
