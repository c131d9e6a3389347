/** Names the analyst in requests that come through the data folder's socket, which only its owner can open. */
export const USER_HEADER = 'x-subthreshold-user';
