export const opened = open('./note.txt');
