import { Group, Text } from '@mantine/core';
import icon from './icon.svg';

export const Wordmark = () => (
  <Group gap={10} wrap="nowrap">
    <img src={icon} alt="" width={26} height={26} />
    <Text fw={650} size="md" component="span">
      Gatehouse
    </Text>
  </Group>
);
