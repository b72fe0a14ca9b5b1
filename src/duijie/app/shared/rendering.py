"""How Django's forms come out: in our markup, with their errors beside the field."""

from django.forms.renderers import TemplatesSetting


class LookRenderer(TemplatesSetting):
    """Renders `{{ form }}` and `{{ field.as_field_group }}` by the templates of the look."""

    form_template_name = "shared/_form.html"
    field_template_name = "shared/_field.html"
