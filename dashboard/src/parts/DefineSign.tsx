import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './DefineSign.module.css';
import { useOpenDefinition } from './Definitions';

/** A sign beside a heading that opens what its numbers mean. */
export function DefineSign({ title, definition }: { title: string; definition: string }) {
  const { t } = useTranslation();
  const open = useOpenDefinition();
  const label = t('table.define', { title });
  return (
    <button type="button" className={classes.sign} aria-label={label} title={label} aria-haspopup="dialog" onClick={() => open(definition)}>
      <IconInfoCircle size={13} aria-hidden />
    </button>
  );
}
