/* empty.c - nothing at all: what every program costs. */
int main(void)
{
	return 0;
}
