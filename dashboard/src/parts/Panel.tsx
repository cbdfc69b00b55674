import { Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Panel.module.css';

interface PanelProps {
  /** Says what was found, where it can. */
  title?: ReactNode;
  text?: ReactNode;
  actions?: ReactNode;
  /** Children reach the edges (tables). */
  isFlush?: boolean;
  id?: string;
  children: ReactNode;
}

/** A white card with a title: the only box on a page. */
export function Panel({ title, text, actions, isFlush, id, children }: PanelProps) {
  return (
    <section className={classes.panel} id={id}>
      {(title || actions) && (
        <div className={classes.head}>
          <div>
            {title && <Title order={2}>{title}</Title>}
            {text && <Text size="sm" className={classes.text} component="div">{text}</Text>}
          </div>
          {actions && <Group gap="xs">{actions}</Group>}
        </div>
      )}
      <div className={isFlush ? classes.flush : classes.body}>{children}</div>
    </section>
  );
}
