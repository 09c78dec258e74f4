package orders.http;

/** Stands for what the services' HTTP is made of. */
public class OurOwn {}
