import { Stack, Text, Title } from '@mantine/core';
import type { ComponentType, ReactNode } from 'react';
import classes from './States.module.css';

interface EmptyStateProps {
  icon?: ComponentType<{ size?: number; stroke?: number }>;
  title: ReactNode;
  /** What will stand here. */
  text?: ReactNode;
  /** The one step that fills it. */
  action?: ReactNode;
}

export function EmptyState({ icon: Icon, title, text, action }: EmptyStateProps) {
  return (
    <Stack className={classes.empty} align="center" gap="xs">
      {Icon && (
        <div className={classes.icon}>
          <Icon size={22} stroke={1.6} />
        </div>
      )}
      <Title order={2} ta="center">{title}</Title>
      {text && <Text size="sm" c="dimmed" ta="center" maw={460} component="div">{text}</Text>}
      {action && <div className={classes.action}>{action}</div>}
    </Stack>
  );
}
