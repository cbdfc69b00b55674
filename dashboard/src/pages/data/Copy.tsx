import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './Copy.module.css';

/** Copies a text; `what` names it for screen readers. */
export function Copy({ text, what }: { text: string; what: string }) {
  const { t } = useTranslation('data');
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t('copied') : t('copy')}>
          <ActionIcon
            variant="subtle"
            color={copied ? 'evergreen' : 'gray'}
            aria-label={copied ? t('copied') : t('copyName', { what })}
            onClick={(event) => {
              event.stopPropagation();
              copy();
            }}
          >
            {copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}

/** A key in full, to copy. */
export function CopyField({ label, text }: { label: string; text: string }) {
  return (
    <div>
      <div className={classes.label}>{label}</div>
      <div className={classes.field}>
        <code>{text}</code>
        <Copy text={text} what={label} />
      </div>
    </div>
  );
}

/** Lines of code, to copy. */
export function CodeBlock({ code, what }: { code: string; what: string }) {
  return (
    <div className={classes.block}>
      <pre tabIndex={0} aria-label={what}>{code}</pre>
      <div className={classes.corner}>
        <Copy text={code} what={what} />
      </div>
    </div>
  );
}
