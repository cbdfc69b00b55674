import { NativeSelect, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../format';
import type { ImportField, ImportKind, ImportPreview, Mapping } from '../shapes';
import classes from './Import.module.css';
import { unusedColumns } from './mapping';

interface MappingTableProps {
  kind: ImportKind;
  preview: ImportPreview;
  mapping: Mapping;
  missing: ImportField[];
  onAssign: (field: string, column: string | null) => void;
}

/** Each field, the column that fills it, and that column's first values. */
export function MappingTable({ kind, preview, mapping, missing, onAssign }: MappingTableProps) {
  const { t } = useTranslation('data');
  const format = useFormats();
  const unused = unusedColumns(preview, mapping);
  return (
    <div>
      <Text size="sm" fw={500}>{t('import.mapping')}</Text>
      <Text size="sm" c="dimmed" mb="xs">{t('import.mappingText')} <HowRead preview={preview} /></Text>
      <table className={classes.mapping}>
        <thead>
          <tr>
            <th>{t('import.field')}</th>
            <th>{t('import.column')}</th>
            <th className={classes.samples}>{t('import.samples')}</th>
          </tr>
        </thead>
        <tbody>
          {preview.fields.map((field) => (
            <FieldRow
              key={field.name} kind={kind} field={field} preview={preview} column={mapping[field.name] ?? null}
              isMissing={missing.includes(field)} onAssign={onAssign}
            />
          ))}
        </tbody>
      </table>
      {unused.length > 0 && (
        <Text size="sm" c="dimmed" mt="xs">{t('import.unused', { count: unused.length, columns: format.list(unused) })}</Text>
      )}
    </div>
  );
}

interface FieldRowProps {
  kind: ImportKind;
  field: ImportField;
  preview: ImportPreview;
  column: string | null;
  isMissing: boolean;
  onAssign: (field: string, column: string | null) => void;
}

function FieldRow({ kind, field, preview, column, isMissing, onAssign }: FieldRowProps) {
  const { t } = useTranslation('data');
  const title = t(`import.fields.${kind}.${field.name}`, { defaultValue: field.title });
  const samples = preview.columns.find((each) => each.name === column)?.samples ?? [];
  const shown = [...new Set(samples.filter(Boolean))].slice(0, 3).join(' · ');
  return (
    <tr>
      <th scope="row">
        {title}
        {field.is_required && <span className={classes.needed}> {t('import.required')}</span>}
      </th>
      <td>
        <NativeSelect
          size="xs"
          aria-label={title}
          value={column ?? ''}
          error={isMissing ? t('import.requiredMissing') : undefined}
          onChange={(event) => onAssign(field.name, event.currentTarget.value || null)}
          data={[
            { value: '', label: t('import.noColumn') },
            ...preview.columns.map((each) => ({ value: each.name, label: each.name })),
          ]}
        />
      </td>
      <td className={classes.samples} title={shown}>{shown}</td>
    </tr>
  );
}

function HowRead({ preview }: { preview: ImportPreview }) {
  const { t } = useTranslation('data');
  const { encoding, delimiter } = preview;
  if (!encoding) return null;
  if (!delimiter) return <>{t('import.formatPlain', { encoding })}</>;
  const names: Record<string, string> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' };
  const name = names[delimiter];
  return <>{t('import.format', { encoding, delimiter: name ? t(`import.delimiters.${name}`) : delimiter })}</>;
}
