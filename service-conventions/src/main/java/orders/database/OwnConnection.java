package orders.database;

import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/**
 * The service's database by connections of their own, beside those that the requests share: for
 * health, which must not wait in their line, and for migrations, which may take longer than a
 * statement of theirs.
 */
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
public @interface OwnConnection {}
