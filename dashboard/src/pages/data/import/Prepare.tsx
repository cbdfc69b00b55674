import { Alert, Button, Group, Progress, SegmentedControl, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client';
import type { Answer } from '../../../api/contract';
import { useAccount } from '../../../api/session';
import { useFormats } from '../../../format';
import { ErrorState } from '../../../parts/ErrorState';
import { FormError } from '../../../parts/FormError';
import { TableSkeleton } from '../../../parts/Skeletons';
import type { ImportKind, Mapping } from '../shapes';
import classes from './Import.module.css';
import { assign, guessKind, importQuery, missingFields, sizeText } from './mapping';
import { MappingTable } from './MappingTable';
import { Reading } from './Reading';
import { upload } from './upload';

const KINDS: ImportKind[] = ['orders', 'events', 'customers'];
const FIRST_BYTES = 262_144;

/** The beginning is enough to read columns from, save of Parquet, which keeps them at the end. */
function sampleOf(file: File): Blob {
  return /\.parquet$/i.test(file.name) ? file : file.slice(0, FIRST_BYTES);
}

interface PrepareProps {
  file: File;
  onOther: () => void;
  onStarted: (importId: string) => void;
}

/** What the file holds and which column is what; nothing is imported before the button. */
export function Prepare({ file, onOther, onStarted }: PrepareProps) {
  const { t } = useTranslation('data');
  const format = useFormats();
  const account = useAccount().data;
  const queries = useQueryClient();
  const [kind, setKind] = useState<ImportKind>(guessKind(file.name));
  const [corrected, setCorrected] = useState<Partial<Record<ImportKind, Mapping>>>({});
  const [zone, setZone] = useState<string | null>(null);
  const [currency, setCurrency] = useState<string | null>(null);
  const [dates, setDates] = useState('');
  const [sent, setSent] = useState(0);
  const preview = useQuery({
    queryKey: ['/api/imports/preview', file.name, file.size, file.lastModified, kind],
    queryFn: () => api.postFile('/api/imports/preview', sampleOf(file), { filename: file.name, as: kind }),
    staleTime: Infinity,
    retry: false,
  });
  const mapping = corrected[kind] ?? preview.data?.mapping ?? {};
  const choices = {
    filename: file.name, kind, mapping,
    zone: zone ?? account?.time_zone ?? 'UTC',
    currency: kind === 'orders' ? (currency ?? account?.currency ?? '') : '',
    dates,
  };
  const start = useMutation({
    mutationFn: () => upload<Answer<'/api/imports', 'post'>>(`/api/imports?${importQuery(choices)}`, file, setSent),
    onSuccess: async ({ import_id }) => {
      await queries.invalidateQueries({ queryKey: ['/api/imports'] });
      onStarted(import_id);
    },
  });
  const missing = preview.data ? missingFields(preview.data.fields, mapping, kind) : [];

  return (
    <Stack gap="md">
      <Group justify="space-between" gap="xs">
        <Text fw={600} className={classes.filename}>{t('import.file', { name: file.name, size: sizeText(file.size, format.locale) })}</Text>
        <Button size="compact-sm" variant="subtle" onClick={onOther} disabled={start.isPending}>{t('import.other')}</Button>
      </Group>
      <div>
        <Text size="sm" fw={500} mb={4}>{t('import.kind')}</Text>
        <SegmentedControl
          aria-label={t('import.kind')}
          value={kind}
          onChange={(value) => setKind(value as ImportKind)}
          disabled={start.isPending}
          className={classes.kinds}
          data={KINDS.map((value) => ({ value, label: t(`import.kinds.${value}`) }))}
        />
      </div>
      {preview.isLoading && <TableSkeleton rows={6} />}
      {preview.isError && <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />}
      {preview.data && (
        <>
          <MappingTable
            kind={kind} preview={preview.data} mapping={mapping} missing={missing}
            onAssign={(field, column) => setCorrected({ ...corrected, [kind]: assign(mapping, field, column) })}
          />
          <Reading kind={kind} choices={choices} onZone={setZone} onCurrency={setCurrency} onDates={setDates} />
          {missing.length > 0 && (
            <Alert color="yellow" p="sm">
              {t('import.missing', { count: missing.length, fields: format.list(missing.map((field) => t(`import.fields.${kind}.${field.name}`, { defaultValue: field.title }))) })}
            </Alert>
          )}
          <FormError error={start.error} />
          {start.isPending && <Progress value={sent * 100} aria-label={t('import.starting', { percent: format.share(sent, 0) })} />}
          <Group>
            <Button onClick={() => start.mutate()} loading={start.isPending && sent === 0} disabled={missing.length > 0 || start.isPending}>
              {start.isPending ? t('import.starting', { percent: format.share(sent, 0) }) : t('import.start')}
            </Button>
          </Group>
        </>
      )}
    </Stack>
  );
}
