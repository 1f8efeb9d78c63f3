/// What `guest` does with devices (devices.c).
long long microseconds(void);
int printer_cable(const char *gadget, int port, const char *record, const char *times);
int scan(const char *gadget, int in_reports, char *code);
int ask(const char *path, const char *line);
