import { Description } from '@gatehouse/kernel';
import { IsBoolean, IsInt } from 'class-validator';

@Description('What became of a selection of dead letters')
export class DeadLettersHandled {
  @Description('How many it has done')
  @IsInt()
  count!: number;

  @Description('Whether others of the selection are left')
  @IsBoolean()
  more!: boolean;
}
